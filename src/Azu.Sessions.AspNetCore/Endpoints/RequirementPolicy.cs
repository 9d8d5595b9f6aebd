using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Azu.Sessions;

/// <summary>
/// Guards whatever routing matches: an endpoint that requires a session throws where no middleware judged it, instead of running. Matching is the
/// one place that every kind of route comes through, with its final metadata.
/// </summary>
internal sealed class RequirementPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _guarded = [];

    /// <summary>After every policy that puts other endpoints in place of the candidates.</summary>
    public override int Order => int.MaxValue;

    /// <summary>Whether a candidate carries a requirement, or another policy puts one in its place that may carry one.</summary>
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => ContainsDynamicEndpoints(endpoints) || endpoints.Any(IsConcerned);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates.IsValidCandidate(i)) continue;
            ref var candidate = ref candidates[i];
            var guarded = _guarded.TryGetValue(candidate.Endpoint, out var known) ? known : _guarded.GetValue(candidate.Endpoint, GuardedEndpoint.Of);
            if (!ReferenceEquals(guarded, candidate.Endpoint)) candidates.ReplaceEndpoint(i, guarded, candidate.Values);
        }

        return Task.CompletedTask;
    }

    /// <summary>A Razor Page has the attributes of its model only once it is loaded, which is while a request is matched.</summary>
    private static bool IsConcerned(Endpoint endpoint) =>
        GuardedEndpoint.IsNeeded(endpoint) || endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null;
}
