using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>What an endpoint's metadata say about authorization.</summary>
internal readonly struct EndpointAuthorization(EndpointMetadataCollection metadata)
{
    private readonly IReadOnlyList<IAuthorizeData> _data = metadata.GetOrderedMetadata<IAuthorizeData>();
    private readonly IReadOnlyList<AuthorizationPolicy> _policies = metadata.GetOrderedMetadata<AuthorizationPolicy>();
    private readonly bool _hasRequirements = metadata.GetMetadata<IAuthorizationRequirementData>() is not null;

    /// <summary>Whether anyone may call it.</summary>
    public bool IsAnonymous { get; } = metadata.GetMetadata<IAllowAnonymous>() is not null;

    /// <summary>Whether the endpoint itself asks for a user.</summary>
    public bool Any => _data.Count > 0 || _policies.Count > 0 || _hasRequirements;

    /// <summary>Whether the user that it asks for is that of a scheme.</summary>
    public bool AsksFor(string scheme, bool isDefault, AuthorizationOptions options)
    {
        if (IsAnonymous) return false;
        if (!Any) return options.FallbackPolicy is { } fallback && Named(fallback.AuthenticationSchemes, scheme, isDefault);
        return Named([.. _data.SelectMany(d => SchemesOf(d, options)), .. _policies.SelectMany(p => p.AuthenticationSchemes)], scheme, isDefault);
    }

    private static bool Named(IReadOnlyList<string> schemes, string scheme, bool isDefault) => schemes.Count == 0 ? isDefault : schemes.Contains(scheme);

    private static IEnumerable<string> SchemesOf(IAuthorizeData data, AuthorizationOptions options) =>
        (data.AuthenticationSchemes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(data.Policy is { } policy && options.GetPolicy(policy) is { } named ? named.AuthenticationSchemes : []);
}
