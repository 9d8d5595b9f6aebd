using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Finds out that middleware runs in the wrong order. Routing after UseAzuSessions hides every endpoint's metadata from it. Authorization before
/// UseAzuSessions cannot see the session.
/// </summary>
internal sealed class MiddlewareOrder
{
    // Set by UseRouting on the application that it is called on. An implicit UseRouting sets it on another one.
    private const string ExplicitRoutingKey = "__EndpointRouteBuilder";

    // Set by the authorization middleware on each request that has an endpoint.
    private const string AuthorizationKey = "__AuthorizationMiddlewareWithEndpointInvoked";

    private readonly IApplicationBuilder _app;
    private readonly ILogger _log;
    private readonly bool _routingWasBefore;
    private int _isAuthorizationChecked;

    public MiddlewareOrder(IApplicationBuilder app, ILogger log)
    {
        (_app, _log) = (app, log);
        _routingWasBefore = app.Properties.ContainsKey(ExplicitRoutingKey);
    }

    /// <summary>Called when the pipeline is built, after every Use of the application.</summary>
    public void CheckPipeline()
    {
        if (!_routingWasBefore && _app.Properties.ContainsKey(ExplicitRoutingKey)) throw RoutingAfterSessions();
    }

    /// <summary>Called before the rest of the pipeline runs.</summary>
    public void CheckBefore(HttpContext context, Endpoint? endpoint)
    {
        if (_isAuthorizationChecked != 0 || endpoint?.Metadata.GetMetadata<IAuthorizeData>() is null) return;
        if (Interlocked.Exchange(ref _isAuthorizationChecked, 1) == 0 && context.Items.ContainsKey(AuthorizationKey)) _log.AuthorizationBeforeSessions();
    }

    private static InvalidOperationException RoutingAfterSessions() =>
        new("UseRouting runs after UseAzuSessions, so sessions cannot see which endpoint a request is for. Call UseRouting first, or not at all " +
            "(WebApplication calls it by itself), then UseAzuSessions, UseAuthentication, UseAuthorization.");
}
