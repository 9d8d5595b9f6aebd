namespace Azu.Sessions.Tests;

/// <summary>The memory store keeps every promise of the contract.</summary>
public sealed class InMemory : StoreUnderTest
{
    private readonly MemoryStore _store;

    public InMemory() => _store = new MemoryStore(new MemoryStoreOptions(), Clock);

    public override ISessionStore Store => _store;

    public override ISessionIndex Index => _store;

    public override ValueTask SpoilAsync(SessionId id, Spoiling how)
    {
        Assert.True(_store.Shards.Of(id).TryFind(id, out var packed), $"There is no session {id} to spoil.");
        SpoiltRecord.Of(packed, how).CopyTo(packed, 0);
        return ValueTask.CompletedTask;
    }
}

public sealed class InMemoryIsComplete : ConformanceIsComplete<InMemory>;
public sealed class InMemoryRemoveConditionConformance : RemoveConditionConformance<InMemory>;
public sealed class InMemoryRemoveRaces : RemoveRaces<InMemory>;
public sealed class InMemoryUnreadableConformance : UnreadableConformance<InMemory>;
public sealed class InMemoryListIdsConformance : ListIdsConformance<InMemory>;
public sealed class InMemoryUnreadableListConformance : UnreadableListConformance<InMemory>;
public sealed class InMemoryEstimateConformance : EstimateConformance<InMemory>;
public sealed class InMemoryPresenceConformance : PresenceConformance<InMemory>;
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
