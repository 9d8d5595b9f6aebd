namespace Azu.Sessions.Conformance.Tests;

/// <summary>Two nodes on the same sessions, and a neighbour with sessions of its own.</summary>
public class ReferenceNodes<TStore> : SharedStoreUnderTest
    where TStore : ReferenceStore, new()
{
    private readonly TStore _store;
    private TStore? _otherNode;

    public ReferenceNodes()
    {
        _store = new() { Clock = Clock };
        Neighbour = new TStore { Clock = Clock };
    }

    public override ISessionStore Store => _store;

    public override ISessionIndex? Index => _store;

    public override ISessionStore OtherNode => _otherNode ??= Beside(_store);

    public override ISessionStore Neighbour { get; }

    public override ISessionStore? Unreachable { get; } = new DownStore();

    public override int Rounds => 20;

    public override ValueTask SpoilAsync(SessionId id, Spoiling how) => _store.Data.SpoilAsync(id, how);

    protected virtual TStore Beside(TStore store) => new() { Clock = Clock, Data = store.Data };
}
