using System.Security.Claims;

namespace Azu.Sessions;

/// <summary>A claim that the application makes of the session's data. No sign-in keeps it: the data may change.</summary>
internal sealed class DataClaim(Claim claim, ClaimsIdentity? identity) : Claim(claim, identity)
{
    public override Claim Clone(ClaimsIdentity? identity) => new DataClaim(this, identity);
}
