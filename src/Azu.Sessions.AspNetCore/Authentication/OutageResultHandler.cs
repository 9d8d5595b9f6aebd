using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions;

/// <summary>
/// While the session store is down, an endpoint that wants the user of a session answers 503, whatever scheme would ask for a sign-in: an outage sends no
/// client to a sign-in page.
/// </summary>
internal sealed class OutageResultHandler : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _stock = new();
    private bool _hasOther = true;

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Challenged && RequestSessions.Of(context) is { } sessions && sessions.RetryAfterFor(policy) is { } later)
            return sessions.Response.FailAsync(SessionFailures.Unavailable(later)).AsTask();
        return InnerOf(context).HandleAsync(next, context, policy, authorizeResult);
    }

    /// <summary>The one that the application registered before; most register none.</summary>
    private IAuthorizationMiddlewareResultHandler InnerOf(HttpContext context)
    {
        if (!_hasOther) return _stock;
        var inner = context.RequestServices.GetServices<IAuthorizationMiddlewareResultHandler>().LastOrDefault(h => h is not OutageResultHandler);
        _hasOther = inner is not (null or AuthorizationMiddlewareResultHandler);
        return inner ?? _stock;
    }
}
