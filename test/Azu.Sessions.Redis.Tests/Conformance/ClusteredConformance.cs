using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>The store on a Redis Cluster of three primaries keeps every promise of the contract.</summary>
public sealed class Clustered() : RedisUnderTest(async () =>
{
    var redis = (await TestContext.Current.GetFixture<OneCluster>())!;
    return (redis.Multiplexer, redis.OtherMultiplexer);
});

public sealed class ClusteredIsComplete : ConformanceIsComplete<Clustered>;
public sealed class ClusteredRemoveConditionConformance : RemoveConditionConformance<Clustered>;
public sealed class ClusteredRemoveRaces : RemoveRaces<Clustered>;
public sealed class ClusteredUnreadableConformance : UnreadableConformance<Clustered>;
public sealed class ClusteredListIdsConformance : ListIdsConformance<Clustered>;
public sealed class ClusteredUnreadableListConformance : UnreadableListConformance<Clustered>;
public sealed class ClusteredEstimateConformance : EstimateConformance<Clustered>;
public sealed class ClusteredPresenceConformance : PresenceConformance<Clustered>;
public sealed class ClusteredUnreachableConformance : UnreachableConformance<Clustered>;
public sealed class ClusteredGivenUpConformance : GivenUpConformance<Clustered>;
public sealed class ClusteredNodesConformance : NodesConformance<Clustered>;
public sealed class ClusteredClockConformance : ClockConformance<Clustered>;
public sealed class ClusteredCreateConformance : CreateConformance<Clustered>;
public sealed class ClusteredUpdateConformance : UpdateConformance<Clustered>;
public sealed class ClusteredTouchConformance : TouchConformance<Clustered>;
public sealed class ClusteredRemoveConformance : RemoveConformance<Clustered>;
public sealed class ClusteredExpiryConformance : ExpiryConformance<Clustered>;
public sealed class ClusteredRoundTripConformance : RoundTripConformance<Clustered>;
public sealed class ClusteredIsolationConformance : IsolationConformance<Clustered>;
public sealed class ClusteredCancellationConformance : CancellationConformance<Clustered>;
public sealed class ClusteredStoreRaces : StoreRaces<Clustered>;
public sealed class ClusteredListConformance : ListConformance<Clustered>;
public sealed class ClusteredLookupConformance : LookupConformance<Clustered>;
public sealed class ClusteredClearConformance : ClearConformance<Clustered>;
public sealed class ClusteredSilentExpiryConformance : SilentExpiryConformance<Clustered>;
public sealed class ClusteredIndexRaces : IndexRaces<Clustered>;
public sealed class ClusteredSharedStoreConformance : SharedStoreConformance<Clustered>;
public sealed class ClusteredNeighbourConformance : NeighbourConformance<Clustered>;
public sealed class ClusteredAnnouncementConformance : AnnouncementConformance<Clustered>;
public sealed class ClusteredAnnouncedClearConformance : AnnouncedClearConformance<Clustered>;
