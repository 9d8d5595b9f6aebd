namespace Azu.Sessions.Conformance.Tests;

/// <summary>The reference store, or one that derives from it, on a manual clock.</summary>
public class Reference<TStore> : StoreUnderTest
    where TStore : ReferenceStore, new()
{
    private readonly TStore _store;

    public Reference() => _store = new TStore { Clock = Clock };

    public override ISessionStore Store => _store;

    public override ISessionIndex? Index => _store;

    public override ValueTask SpoilAsync(SessionId id, Spoiling how) => _store.Data.SpoilAsync(id, how);

    public override int Many => (2 * ReferenceStore.Batch) + 50;
}
