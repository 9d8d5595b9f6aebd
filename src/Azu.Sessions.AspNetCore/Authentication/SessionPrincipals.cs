using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Azu.Sessions;

/// <summary>Makes the principal of a session that is signed in.</summary>
internal sealed class SessionPrincipals<TData>(AzuSessionsAuthenticationOptions<TData> options) where TData : notnull
{
    /// <summary>The principal and its properties; null where this node cannot read what the sign-in kept.</summary>
    public AuthenticationTicket? TicketOf(Session<TData> session, string scheme)
    {
        IRequestSession handle = session;
        var record = handle.State.Record!;
        if (handle.OpenTicket() is not { } bytes) return null;
        var kept = bytes.IsEmpty ? null : KeptTicket.Read(bytes);
        var properties = kept?.Properties ?? new();
        KeptTicket.Name(properties, record);
        properties.IssuedUtc = record.SignedInAt;
        properties.ExpiresUtc = record.ExpiresAt;
        return new(PrincipalOf(session, kept?.Principal, scheme), properties, scheme);
    }

    private ClaimsPrincipal PrincipalOf(Session<TData> session, ClaimsPrincipal? kept, string scheme)
    {
        var first = kept?.Identities.FirstOrDefault();
        var identity = first is null
            ? new SessionIdentity(((IRequestSession)session).State, () => ClaimsOf(session, []), scheme, options.NameClaimType, options.RoleClaimType)
            : new SessionIdentity(((IRequestSession)session).State, () => ClaimsOf(session, first.Claims), first.AuthenticationType ?? scheme,
                first.NameClaimType, first.RoleClaimType);
        return kept is null ? new(identity) : new([identity, .. kept.Identities.Skip(1)]);
    }

    private IEnumerable<Claim> ClaimsOf(Session<TData> session, IEnumerable<Claim> kept)
    {
        var subject = ((IRequestSession)session).State.Record?.Subject;
        if (subject is null) return [];
        return
        [
            new(ClaimTypes.NameIdentifier, subject),
            .. kept.Where(c => c.Type != ClaimTypes.NameIdentifier),
            .. options.Claims?.Invoke(subject, session.Peek()).Where(c => c.Type != ClaimTypes.NameIdentifier) ?? [],
        ];
    }
}
