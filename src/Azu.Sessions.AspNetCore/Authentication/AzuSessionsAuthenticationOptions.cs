using System.Security.Claims;

namespace Azu.Sessions;

/// <summary>How <c>HttpContext.User</c> is made of a session that is signed in.</summary>
public sealed class AzuSessionsAuthenticationOptions<TData> where TData : notnull
{
    /// <summary>
    /// The claims of a session, beside <see cref="ClaimTypes.NameIdentifier"/>, which is always the subject. Called when the first claim of a request is
    /// asked for, so a request that asks for none costs nothing. It looks at the data and changes nothing. Null: no further claims.
    /// </summary>
    public Func<string, TData, IEnumerable<Claim>>? Claims { get; set; }

    /// <summary>
    /// The subject of a principal that is signed in with <c>HttpContext.SignInAsync</c>, by OpenID Connect for one. Default: its
    /// <see cref="ClaimTypes.NameIdentifier"/>, else its "sub".
    /// </summary>
    public Func<ClaimsPrincipal, string?> Subject { get; set; } = static principal =>
        principal.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? principal.FindFirst("sub")?.Value;

    /// <summary>
    /// The type of the claim that <c>User.Identity.Name</c> shows, where the sign-in brought no identity. Default: <see cref="ClaimTypes.Name"/>.
    /// </summary>
    public string NameClaimType { get; set; } = ClaimTypes.Name;

    /// <summary>
    /// The type of the claims that <c>User.IsInRole</c> looks at, where the sign-in brought no identity. Default: <see cref="ClaimTypes.Role"/>.
    /// </summary>
    public string RoleClaimType { get; set; } = ClaimTypes.Role;
}
