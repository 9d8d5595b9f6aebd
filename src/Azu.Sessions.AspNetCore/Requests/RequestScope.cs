using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions;

/// <summary>
/// The services of a request. They learn of its sessions when a service is first asked for. So a request that injects nothing makes no service
/// scope, which would be most of what its sessions cost.
/// </summary>
internal sealed class RequestScope : IServiceProvidersFeature
{
    private readonly IServiceProvidersFeature _inner;
    private readonly ISessionRequest _sessions;
    private IServiceProvider? _told;

    private RequestScope(IServiceProvidersFeature inner, ISessionRequest sessions) => (_inner, _sessions) = (inner, sessions);

    public IServiceProvider RequestServices
    {
        get
        {
            var services = _inner.RequestServices;
            // An error page may bring a scope of its own, and after the response there is none.
            if (services is not null && !ReferenceEquals(services, _told)) Tell(_told = services);
            return services!;
        }

        set => _inner.RequestServices = value;
    }

    /// <summary>Makes a request's sessions known to its services: those that are there already, and those to come.</summary>
    public static void Install(HttpContext context, ISessionRequest sessions, IServiceScopeFactory scopes)
    {
        var services = context.Features.Get<IServiceProvidersFeature>() ?? new RequestServicesFeature(context, scopes);
        if (services is not RequestScope) context.Features.Set<IServiceProvidersFeature>(new RequestScope(services, sessions));
    }

    private void Tell(IServiceProvider services) => services.GetRequiredService<SessionScope>().Request = _sessions;
}
