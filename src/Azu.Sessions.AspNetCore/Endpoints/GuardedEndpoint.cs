using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azu.Sessions;

/// <summary>Makes the copy of an endpoint that runs only where the middleware has judged its requirements.</summary>
internal static class GuardedEndpoint
{
    /// <summary>Whether the endpoint carries a requirement that only the middleware can judge.</summary>
    public static bool IsNeeded(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        return (metadata.GetMetadata<ISessionRequirement>() is not null && metadata.GetMetadata<IAllowAnonymous>() is null)
            || metadata.GetMetadata<RequireFreshSessionAttribute>() is not null;
    }

    /// <summary>The guarded copy; the endpoint itself where nothing needs a guard.</summary>
    public static Endpoint Of(Endpoint endpoint)
    {
        if (endpoint.RequestDelegate is not { } run || !IsNeeded(endpoint)) return endpoint;
        return endpoint is RouteEndpoint route
            ? new RouteEndpoint(Guard, route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
            : new Endpoint(Guard, endpoint.Metadata, endpoint.DisplayName);

        Task Guard(HttpContext context)
        {
            var sessions = context.Features.Get<ICheckedRequest>();
            return sessions?.Meets(endpoint.Metadata) == true ? run(context) : throw Unchecked(endpoint, sessions is not null);
        }
    }

    private static InvalidOperationException Unchecked(Endpoint endpoint, bool wasElsewhere) => new(
        $"The endpoint '{endpoint.DisplayName}' requires a session, and nothing has checked it, so the endpoint did not run. " + (wasElsewhere
            ? "UseAzuSessions ran before this endpoint was matched. Call it after the UseRouting that matches the endpoint, also in a branch with routing " +
                "of its own. Put UseExceptionHandler and UseStatusCodePagesWithReExecute before UseAzuSessions."
            : "Call app.UseAzuSessions() in the pipeline of this request, after UseRouting and before the endpoints. Remove ShortCircuit() from the " +
                "endpoint: it skips every middleware."));
}
