using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>What an endpoint requires of the session of one type.</summary>
/// <param name="IsSignIn">Whether the client must be signed in; else a session is enough.</param>
/// <param name="SignInPath">The sign-in page that the endpoint names; null: that of the options.</param>
/// <param name="MaxSignInAge">How long ago the sign-in may be; null: any time.</param>
internal sealed record SessionRequirement(bool IsSignIn, string? SignInPath, TimeSpan? MaxSignInAge)
{
    /// <summary>The requirement for each session type that the endpoint requires.</summary>
    public static Dictionary<Type, SessionRequirement> Of(Endpoint endpoint, Type defaultType) =>
        endpoint.Metadata.GetOrderedMetadata<ISessionRequirement>()
            .GroupBy(r => r.DataType ?? defaultType)
            .ToDictionary(requirements => requirements.Key, Join);

    /// <summary>All requirements for one type hold, whatever their order, so of several ages the shortest counts.</summary>
    private static SessionRequirement Join(IEnumerable<ISessionRequirement> requirements)
    {
        var signIn = requirements.OfType<RequireSignInAttribute>().ToArray();
        var recent = requirements.OfType<RequireRecentSignInAttribute>().ToArray();
        var path = signIn.LastOrDefault(r => r.SignInPath is not null)?.SignInPath ?? recent.LastOrDefault(r => r.SignInPath is not null)?.SignInPath;
        return new(signIn.Length + recent.Length > 0, path, recent.Length > 0 ? recent.Min(r => r.MaxAge) : null);
    }
}
