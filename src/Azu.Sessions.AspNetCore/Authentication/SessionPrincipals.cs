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

    public ClaimsPrincipal? PrincipalOf(IRequestSession session)
    {
        if (session.State.Record?.Subject is null || session.OpenTicket() is not { } kept) return null;
        return PrincipalOf((Session<TData>)session, kept.IsEmpty ? null : KeptTicket.Read(kept)?.Principal);
    }

    /// <summary>The principal and its properties; null as for <see cref="PrincipalOf(IRequestSession)"/>.</summary>
    public AuthenticationTicket? TicketOf(IRequestSession session)
    {
        if (session.State.Record is not { Subject: not null } record || session.OpenTicket() is not { } bytes) return null;
        var kept = bytes.IsEmpty ? null : KeptTicket.Read(bytes);
        var properties = kept?.Properties ?? new();
        KeptTicket.Name(properties, record);
        properties.IssuedUtc = record.SignedInAt;
        properties.ExpiresUtc = record.ExpiresAt;
        return new(PrincipalOf((Session<TData>)session, kept?.Principal), properties, scheme.Name);
    }

    private ClaimsPrincipal PrincipalOf(Session<TData> session, ClaimsPrincipal? kept)
    {
        var identity = new SessionIdentity<TData>(session, Options, kept?.Identities.FirstOrDefault(), scheme.Name);
        return kept is null ? new(identity) : new([identity, .. kept.Identities.Skip(1)]);
    }
}
