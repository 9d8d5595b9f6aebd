namespace Azu.Sessions.Testing.Tests;

/// <summary>A store that several nodes share, and that forgets in silence.</summary>
public sealed class SharedStore : ReferenceStore
{
    public override SessionCapabilities Capabilities => SessionCapabilities.Index | SessionCapabilities.Shared;

    public override async ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        await base.RemoveExpiredAsync(limit, cancellationToken);
        return [];
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
