using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>What an endpoint requires of the session of one type.</summary>
/// <param name="SignInPath">Where to send visitors who must sign in; null: a session is enough.</param>
/// <param name="MaxSignInAge">How long ago the sign-in may be; null: any time.</param>
internal sealed record SessionRequirement(string? SignInPath, TimeSpan? MaxSignInAge)
{
    /// <summary>The requirement for each session type that the endpoint requires.</summary>
    public static Dictionary<Type, SessionRequirement> Of(Endpoint endpoint, Type defaultType) =>
        endpoint.Metadata.GetOrderedMetadata<ISessionRequirement>()
            .GroupBy(r => r.DataType ?? defaultType)
            .ToDictionary(requirements => requirements.Key, Join);

    /// <summary>All requirements for one type hold, whatever their order, so of several ages the shortest counts.</summary>
    private static SessionRequirement Join(IEnumerable<ISessionRequirement> requirements)
    {
        var signIn = requirements.OfType<RequireSignInAttribute>().LastOrDefault();
        var recent = requirements.OfType<RequireRecentSignInAttribute>().ToArray();
        return new(signIn?.SignInPath ?? recent.LastOrDefault()?.SignInPath, recent.Length > 0 ? recent.Min(r => r.MaxAge) : null);
    }
}
