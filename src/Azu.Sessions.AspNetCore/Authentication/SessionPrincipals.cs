using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>Makes the principal of a session that is signed in.</summary>
internal sealed class SessionPrincipals<TData>(SessionScheme scheme, IOptions<AzuSessionsAuthenticationOptions<TData>> options)
    : ISessionPrincipals where TData : notnull
{
    public SessionScheme Scheme => scheme;

    public AzuSessionsAuthenticationOptions<TData> Options => options.Value;

    public ClaimsPrincipal? PrincipalOf(IRequestSession session) => TryOpen(session, out var kept) ? PrincipalOf(session, kept?.Principal) : null;

    /// <summary>The principal and its properties; null as for <see cref="PrincipalOf(IRequestSession)"/>.</summary>
    public AuthenticationTicket? TicketOf(IRequestSession session)
    {
        if (!TryOpen(session, out var kept)) return null;
        var (record, properties) = (session.State.Record!, kept?.Properties ?? new());
        KeptTicket.Name(properties, record);
        properties.IssuedUtc = record.SignedInAt;
        properties.ExpiresUtc = record.ExpiresAt;
        return new(PrincipalOf(session, kept?.Principal), properties, scheme.Name);
    }

    private ClaimsPrincipal PrincipalOf(IRequestSession session, ClaimsPrincipal? kept)
    {
        var identity = new SessionIdentity<TData>((Session<TData>)session, Options, kept?.Identities.FirstOrDefault(), scheme.Name);
        return kept is null ? new(identity) : new([identity, .. kept.Identities.Skip(1)]);
    }

    /// <summary>Whether the session is signed in, and this node can read what its sign-in kept; null: it kept nothing.</summary>
    private static bool TryOpen(IRequestSession session, out AuthenticationTicket? kept)
    {
        kept = null;
        if (session.State.Record?.Subject is null || session.OpenTicket() is not { } bytes) return false;
        if (!bytes.IsEmpty) kept = KeptTicket.Read(bytes);
        return true;
    }
}
