using Microsoft.AspNetCore.Routing.Matching;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>Marks a route in whose place a policy puts an endpoint.</summary>
internal sealed class PlainEndpoint : IDynamicEndpointMetadata
{
    public bool IsDynamic => true;
}

/// <summary>Puts an endpoint that is no <see cref="RouteEndpoint"/> in the place of a route, as policies of an application may.</summary>
internal sealed class PlainEndpointPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly Endpoint _endpoint = new(context => context.Response.WriteAsync(Runs.Note(context)), new(new RequireSignInAttribute()), "plain");

    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(IsMarked);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (IsMarked(candidates[i].Endpoint)) candidates.ReplaceEndpoint(i, _endpoint, candidates[i].Values);
        }

        return Task.CompletedTask;
    }

    private static bool IsMarked(Endpoint endpoint) => endpoint.Metadata.GetMetadata<PlainEndpoint>() is not null;
}
