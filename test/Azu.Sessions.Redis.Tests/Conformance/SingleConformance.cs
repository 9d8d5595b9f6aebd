using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>The store on one Redis keeps every promise of the contract. Its time is the kit's clock; that Redis itself forgets is tested elsewhere.</summary>
public sealed class Single() : RedisUnderTest(async () =>
{
    var redis = (await TestContext.Current.GetFixture<OneServer>())!;
    return (redis.Multiplexer, redis.OtherMultiplexer);
});

public sealed class SingleIsComplete : ConformanceIsComplete<Single>;
public sealed class SingleRemoveConditionConformance : RemoveConditionConformance<Single>;
public sealed class SingleRemoveRaces : RemoveRaces<Single>;
public sealed class SingleUnreadableConformance : UnreadableConformance<Single>;
public sealed class SingleListIdsConformance : ListIdsConformance<Single>;
public sealed class SingleUnreadableListConformance : UnreadableListConformance<Single>;
public sealed class SingleEstimateConformance : EstimateConformance<Single>;
public sealed class SinglePresenceConformance : PresenceConformance<Single>;
public sealed class SingleUnreachableConformance : UnreachableConformance<Single>;
public sealed class SingleGivenUpConformance : GivenUpConformance<Single>;
public sealed class SingleNodesConformance : NodesConformance<Single>;
public sealed class SingleClockConformance : ClockConformance<Single>;
public sealed class SingleCreateConformance : CreateConformance<Single>;
public sealed class SingleUpdateConformance : UpdateConformance<Single>;
public sealed class SingleTouchConformance : TouchConformance<Single>;
public sealed class SingleRemoveConformance : RemoveConformance<Single>;
public sealed class SingleExpiryConformance : ExpiryConformance<Single>;
public sealed class SingleRoundTripConformance : RoundTripConformance<Single>;
public sealed class SingleIsolationConformance : IsolationConformance<Single>;
public sealed class SingleCancellationConformance : CancellationConformance<Single>;
public sealed class SingleStoreRaces : StoreRaces<Single>;
public sealed class SingleListConformance : ListConformance<Single>;
public sealed class SingleLookupConformance : LookupConformance<Single>;
public sealed class SingleClearConformance : ClearConformance<Single>;
public sealed class SingleSilentExpiryConformance : SilentExpiryConformance<Single>;
public sealed class SingleIndexRaces : IndexRaces<Single>;
public sealed class SingleSharedStoreConformance : SharedStoreConformance<Single>;
public sealed class SingleNeighbourConformance : NeighbourConformance<Single>;
public sealed class SingleAnnouncementConformance : AnnouncementConformance<Single>;
public sealed class SingleAnnouncedClearConformance : AnnouncedClearConformance<Single>;
