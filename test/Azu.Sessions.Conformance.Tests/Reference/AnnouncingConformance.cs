namespace Azu.Sessions.Conformance.Tests;

/// <summary>Nodes that announce over one channel, and a neighbour with a channel of its own.</summary>
public class AnnouncingNodes<TStore> : ReferenceNodes<TStore>
    where TStore : AnnouncingReferenceStore, new()
{
    protected override TStore Beside(TStore store) => new() { Clock = Clock, Data = store.Data, Channel = store.Channel };
}

/// <summary>The kit passes a store that announces what it should.</summary>
public sealed class Announcing : AnnouncingNodes<AnnouncingReferenceStore>;

public sealed class AnnouncingIsComplete : ConformanceIsComplete<Announcing>;
public sealed class AnnouncingCreateConformance : CreateConformance<Announcing>;
public sealed class AnnouncingUpdateConformance : UpdateConformance<Announcing>;
public sealed class AnnouncingTouchConformance : TouchConformance<Announcing>;
public sealed class AnnouncingRemoveConformance : RemoveConformance<Announcing>;
public sealed class AnnouncingExpiryConformance : ExpiryConformance<Announcing>;
public sealed class AnnouncingRoundTripConformance : RoundTripConformance<Announcing>;
public sealed class AnnouncingIsolationConformance : IsolationConformance<Announcing>;
public sealed class AnnouncingCancellationConformance : CancellationConformance<Announcing>;
public sealed class AnnouncingStoreRaces : StoreRaces<Announcing>;
public sealed class AnnouncingListConformance : ListConformance<Announcing>;
public sealed class AnnouncingLookupConformance : LookupConformance<Announcing>;
public sealed class AnnouncingClearConformance : ClearConformance<Announcing>;
public sealed class AnnouncingReportedExpiryConformance : ReportedExpiryConformance<Announcing>;
public sealed class AnnouncingIndexRaces : IndexRaces<Announcing>;
public sealed class AnnouncingSharedStoreConformance : SharedStoreConformance<Announcing>;
public sealed class AnnouncingNeighbourConformance : NeighbourConformance<Announcing>;
public sealed class AnnouncingAnnouncementConformance : AnnouncementConformance<Announcing>;
public sealed class AnnouncingAnnouncedClearConformance : AnnouncedClearConformance<Announcing>;
public sealed class AnnouncingRemoveConditionConformance : RemoveConditionConformance<Announcing>;
public sealed class AnnouncingRemoveRaces : RemoveRaces<Announcing>;
public sealed class AnnouncingUnreadableConformance : UnreadableConformance<Announcing>;
public sealed class AnnouncingListIdsConformance : ListIdsConformance<Announcing>;
public sealed class AnnouncingUnreadableListConformance : UnreadableListConformance<Announcing>;
public sealed class AnnouncingEstimateConformance : EstimateConformance<Announcing>;
public sealed class AnnouncingUnreachableConformance : UnreachableConformance<Announcing>;
public sealed class AnnouncingGivenUpConformance : GivenUpConformance<Announcing>;
