namespace Azu.Sessions.Conformance.Tests;

/// <summary>The facts that depend on time also hold for a store that lives by the system's clock, and really waits.</summary>
public sealed class RealClock() : StoreUnderTest(TimeProvider.System)
{
    private readonly ReferenceStore _store = new();

    public override ISessionStore Store => _store;

    public override ISessionIndex? Index => _store;

    public override ValueTask SpoilAsync(SessionId id, Spoiling how) => _store.Data.SpoilAsync(id, how);

    public override TimeSpan Precision => TimeSpan.FromMilliseconds(50);

    public override TimeSpan ShortLife => TimeSpan.FromMilliseconds(500);
}

public sealed class RealClockExpiryConformance : ExpiryConformance<RealClock>;
public sealed class RealClockReportedExpiryConformance : ReportedExpiryConformance<RealClock>;
