using Azu.Sessions.Testing;

namespace Azu.Sessions.Tests.Memory;

/// <summary>The memory store keeps every promise of the contract.</summary>
public sealed class InMemory : StoreUnderTest
{
    private readonly MemoryStore _store;

    public InMemory() => _store = new MemoryStore(new MemoryStoreOptions(), Clock);

    public override ISessionStore Store => _store;

    public override ISessionIndex Index => _store;
}

public sealed class InMemoryIsComplete : ConformanceIsComplete<InMemory>;
public sealed class InMemoryCreateConformance : CreateConformance<InMemory>;
public sealed class InMemoryUpdateConformance : UpdateConformance<InMemory>;
public sealed class InMemoryTouchConformance : TouchConformance<InMemory>;
public sealed class InMemoryRemoveConformance : RemoveConformance<InMemory>;
public sealed class InMemoryExpiryConformance : ExpiryConformance<InMemory>;
public sealed class InMemoryRoundTripConformance : RoundTripConformance<InMemory>;
public sealed class InMemoryIsolationConformance : IsolationConformance<InMemory>;
public sealed class InMemoryCancellationConformance : CancellationConformance<InMemory>;
public sealed class InMemoryStoreRaces : StoreRaces<InMemory>;
public sealed class InMemoryListConformance : ListConformance<InMemory>;
public sealed class InMemoryLookupConformance : LookupConformance<InMemory>;
public sealed class InMemoryClearConformance : ClearConformance<InMemory>;
public sealed class InMemoryReportedExpiryConformance : ReportedExpiryConformance<InMemory>;
public sealed class InMemoryIndexRaces : IndexRaces<InMemory>;
