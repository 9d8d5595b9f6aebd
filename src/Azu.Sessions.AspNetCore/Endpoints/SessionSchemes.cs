using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>The authentication schemes of an application that are about its sessions.</summary>
internal sealed class SessionSchemes
{
    private readonly SessionScheme[] _all;
    private readonly string? _default;
    private readonly AuthorizationOptions? _authorization;

    public SessionSchemes(IServiceProvider services)
    {
        _all = [.. services.GetServices<SessionScheme>()];
        if (_all.Length == 0) return;
        var authentication = services.GetRequiredService<IOptions<AuthenticationOptions>>().Value;
        _default = authentication.DefaultAuthenticateScheme ?? authentication.DefaultScheme;
        _authorization = services.GetRequiredService<IOptions<AuthorizationOptions>>().Value;
    }

    public bool Any => _all.Length > 0;

    /// <summary>The scheme of <c>HttpContext.User</c>, whatever it is about.</summary>
    public string? Default => _default;

    /// <summary>Whether a policy holds for endpoints that say nothing.</summary>
    public bool HasFallback => _authorization?.FallbackPolicy is not null;

    /// <summary>The scheme of a session type; null: it has none.</summary>
    public SessionScheme? Of(Type dataType)
    {
        foreach (var scheme in _all)
        {
            if (scheme.DataType == dataType) return scheme;
        }

        return null;
    }

    /// <summary>Whether <c>HttpContext.User</c> is the user of this scheme.</summary>
    public bool IsDefault(SessionScheme scheme) => scheme.Name == _default;

    /// <summary>Whether an endpoint asks for a user that one of these schemes gives.</summary>
    public bool AreAskedBy(EndpointAuthorization authorization) =>
        _all.Any(scheme => authorization.AsksFor(scheme.Name, IsDefault(scheme), _authorization!));

    /// <summary>Whether a policy asks for the user of a scheme.</summary>
    public bool IsAskedBy(AuthorizationPolicy policy, SessionScheme scheme) =>
        policy.AuthenticationSchemes.Count == 0 ? IsDefault(scheme) : policy.AuthenticationSchemes.Contains(scheme.Name);
}
