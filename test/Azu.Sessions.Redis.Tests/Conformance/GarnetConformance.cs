using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>The store on Garnet keeps every promise of the contract.</summary>
public sealed class OnGarnet() : RedisUnderTest(async () =>
{
    var garnet = (await TestContext.Current.GetFixture<OneGarnet>())!;
    return (garnet.Multiplexer, garnet.OtherMultiplexer);
});

public sealed class OnGarnetIsComplete : ConformanceIsComplete<OnGarnet>;
public sealed class OnGarnetRemoveConditionConformance : RemoveConditionConformance<OnGarnet>;
public sealed class OnGarnetRemoveRaces : RemoveRaces<OnGarnet>;
public sealed class OnGarnetUnreadableConformance : UnreadableConformance<OnGarnet>;
public sealed class OnGarnetListIdsConformance : ListIdsConformance<OnGarnet>;
public sealed class OnGarnetUnreadableListConformance : UnreadableListConformance<OnGarnet>;
public sealed class OnGarnetEstimateConformance : EstimateConformance<OnGarnet>;
public sealed class OnGarnetPresenceConformance : PresenceConformance<OnGarnet>;
public sealed class OnGarnetUnreachableConformance : UnreachableConformance<OnGarnet>;
public sealed class OnGarnetGivenUpConformance : GivenUpConformance<OnGarnet>;
public sealed class OnGarnetNodesConformance : NodesConformance<OnGarnet>;
public sealed class OnGarnetClockConformance : ClockConformance<OnGarnet>;
public sealed class OnGarnetCreateConformance : CreateConformance<OnGarnet>;
public sealed class OnGarnetUpdateConformance : UpdateConformance<OnGarnet>;
public sealed class OnGarnetTouchConformance : TouchConformance<OnGarnet>;
public sealed class OnGarnetRemoveConformance : RemoveConformance<OnGarnet>;
public sealed class OnGarnetExpiryConformance : ExpiryConformance<OnGarnet>;
public sealed class OnGarnetRoundTripConformance : RoundTripConformance<OnGarnet>;
public sealed class OnGarnetIsolationConformance : IsolationConformance<OnGarnet>;
public sealed class OnGarnetCancellationConformance : CancellationConformance<OnGarnet>;
public sealed class OnGarnetStoreRaces : StoreRaces<OnGarnet>;
public sealed class OnGarnetListConformance : ListConformance<OnGarnet>;
public sealed class OnGarnetLookupConformance : LookupConformance<OnGarnet>;
public sealed class OnGarnetClearConformance : ClearConformance<OnGarnet>;
public sealed class OnGarnetSilentExpiryConformance : SilentExpiryConformance<OnGarnet>;
public sealed class OnGarnetIndexRaces : IndexRaces<OnGarnet>;
public sealed class OnGarnetSharedStoreConformance : SharedStoreConformance<OnGarnet>;
public sealed class OnGarnetNeighbourConformance : NeighbourConformance<OnGarnet>;
public sealed class OnGarnetAnnouncementConformance : AnnouncementConformance<OnGarnet>;
public sealed class OnGarnetAnnouncedClearConformance : AnnouncedClearConformance<OnGarnet>;
