namespace Azu.Sessions.Conformance.Tests;

/// <summary>A store that several nodes share, and that forgets in silence.</summary>
public sealed class SharedStore : CompleteReferenceStore
{
    public override SessionCapabilities Capabilities => SessionCapabilities.Index | SessionCapabilities.Shared;

    public override async ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        await base.RemoveExpiredAsync(limit, cancellationToken);
        return ExpiredSessions.None;
    }
}

public sealed class Shared : SharedStoreUnderTest
{
    private readonly SharedStore _store;

    public Shared()
    {
        _store = new SharedStore { Clock = Clock };
        OtherNode = new SharedStore { Clock = Clock, Data = _store.Data };
        Neighbour = new SharedStore { Clock = Clock };
    }

    public override ISessionStore Store => _store;

    public override ISessionIndex? Index => _store;

    public override ISessionStore OtherNode { get; }

    public override ISessionStore Neighbour { get; }

    public override ISessionStore? Unreachable { get; } = new DownStore();

    public override ValueTask SpoilAsync(SessionId id, Spoiling how) => _store.Data.SpoilAsync(id, how);

    public override int Rounds => 20;
}

public sealed class SharedIsComplete : ConformanceIsComplete<Shared>;
public sealed class SharedCreateConformance : CreateConformance<Shared>;
public sealed class SharedUpdateConformance : UpdateConformance<Shared>;
public sealed class SharedTouchConformance : TouchConformance<Shared>;
public sealed class SharedRemoveConformance : RemoveConformance<Shared>;
public sealed class SharedExpiryConformance : ExpiryConformance<Shared>;
public sealed class SharedRoundTripConformance : RoundTripConformance<Shared>;
public sealed class SharedIsolationConformance : IsolationConformance<Shared>;
public sealed class SharedCancellationConformance : CancellationConformance<Shared>;
public sealed class SharedStoreRaces : StoreRaces<Shared>;
public sealed class SharedListConformance : ListConformance<Shared>;
public sealed class SharedLookupConformance : LookupConformance<Shared>;
public sealed class SharedClearConformance : ClearConformance<Shared>;
public sealed class SharedSilentExpiryConformance : SilentExpiryConformance<Shared>;
public sealed class SharedIndexRaces : IndexRaces<Shared>;
public sealed class SharedSharedStoreConformance : SharedStoreConformance<Shared>;
public sealed class SharedNeighbourConformance : NeighbourConformance<Shared>;
public sealed class SharedRemoveConditionConformance : RemoveConditionConformance<Shared>;
public sealed class SharedRemoveRaces : RemoveRaces<Shared>;
public sealed class SharedUnreadableConformance : UnreadableConformance<Shared>;
public sealed class SharedListIdsConformance : ListIdsConformance<Shared>;
public sealed class SharedUnreadableListConformance : UnreadableListConformance<Shared>;
public sealed class SharedEstimateConformance : EstimateConformance<Shared>;
public sealed class SharedUnreachableConformance : UnreachableConformance<Shared>;
public sealed class SharedGivenUpConformance : GivenUpConformance<Shared>;
public sealed class SharedPresenceConformance : PresenceConformance<Shared>;
public sealed class SharedPreparedConformance : PreparedConformance<Shared>;
public sealed class SharedNodesConformance : NodesConformance<Shared>;
