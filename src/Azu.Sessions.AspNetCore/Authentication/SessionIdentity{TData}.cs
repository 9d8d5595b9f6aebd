using System.Security.Claims;

namespace Azu.Sessions;

/// <summary>The identity of a session of one type.</summary>
/// <param name="session">The session, which is signed in.</param>
/// <param name="options">What the application makes of its data.</param>
/// <param name="kept">The identity that the sign-in brought; null: none.</param>
/// <param name="scheme">The scheme.</param>
internal sealed class SessionIdentity<TData>(
    Session<TData> session, AzuSessionsAuthenticationOptions<TData> options, ClaimsIdentity? kept, string scheme)
    : SessionIdentity(((IRequestSession)session).State, kept?.AuthenticationType ?? scheme, kept?.NameClaimType ?? options.NameClaimType,
        kept?.RoleClaimType ?? options.RoleClaimType)
    where TData : notnull
{
    protected override IEnumerable<Claim> Make()
    {
        // After a sign-out an identity that was handed out before is of no account.
        if (((IRequestSession)session).State.Record?.Subject is not { } subject) yield break;
        yield return new(ClaimTypes.NameIdentifier, subject);
        foreach (var claim in kept?.Claims ?? []) if (IsFurther(claim)) yield return claim;
        foreach (var claim in options.Claims?.Invoke(subject, session.Peek()) ?? []) if (IsFurther(claim)) yield return new DataClaim(claim, this);
    }

    private static bool IsFurther(Claim claim) => claim.Type != ClaimTypes.NameIdentifier;
}
