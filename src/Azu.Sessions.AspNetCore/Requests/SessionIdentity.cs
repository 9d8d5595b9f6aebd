using System.Security.Claims;

namespace Azu.Sessions;

/// <summary>
/// The identity of a session. Its claims are made when the first one is asked for, and asking makes the response personal: every request has such an
/// identity, and most endpoints never look at it.
/// </summary>
internal abstract class SessionIdentity(SessionState session, string type, string nameType, string roleType)
    : ClaimsIdentity(claims: null, type, nameType, roleType)
{
    private readonly Lock _filling = new();
    private volatile bool _isFilled;

    public override bool IsAuthenticated
    {
        get
        {
            session.MarkRead();
            return base.IsAuthenticated;
        }
    }

    public override IEnumerable<Claim> Claims
    {
        get
        {
            Fill();
            return base.Claims;
        }
    }

    public override void AddClaim(Claim claim)
    {
        Fill();
        base.AddClaim(claim);
    }

    public override bool TryRemoveClaim(Claim? claim)
    {
        Fill();
        return base.TryRemoveClaim(claim);
    }

    public override void RemoveClaim(Claim? claim)
    {
        Fill();
        base.RemoveClaim(claim);
    }

    /// <summary>A copy with the claims of this moment.</summary>
    public override ClaimsIdentity Clone()
    {
        Fill();
        return base.Clone();
    }

    protected override void WriteTo(BinaryWriter writer, byte[]? userData)
    {
        Fill();
        base.WriteTo(writer, userData);
    }

    protected abstract IEnumerable<Claim> Make();

    /// <summary>A connection that outlives its request may ask from several threads.</summary>
    private void Fill()
    {
        session.MarkRead();
        if (_isFilled) return;
        lock (_filling)
        {
            if (_isFilled) return;
            // Taken one by one: the method for several calls back here.
            foreach (var claim in Make()) base.AddClaim(claim);
            _isFilled = true;
        }
    }
}
