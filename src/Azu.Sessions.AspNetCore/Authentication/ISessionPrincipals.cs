using System.Security.Claims;

namespace Azu.Sessions;

/// <summary>Makes the principals of one session type, for callers that do not know the type.</summary>
internal interface ISessionPrincipals
{
    /// <summary>The scheme whose principals they are.</summary>
    SessionScheme Scheme { get; }

    /// <summary>The principal of a session; null where it is not signed in, or this node cannot read what the sign-in kept.</summary>
    ClaimsPrincipal? PrincipalOf(IRequestSession session);
}
