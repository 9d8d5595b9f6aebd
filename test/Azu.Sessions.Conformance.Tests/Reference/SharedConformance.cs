namespace Azu.Sessions.Conformance.Tests;

/// <summary>A store that several nodes share, and that forgets in silence.</summary>
public sealed class SharedStore : AuditedReferenceStore
{
    public override SessionCapabilities Capabilities => SessionCapabilities.Index | SessionCapabilities.Shared;

    public override async ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        await base.RemoveExpiredAsync(limit, cancellationToken);
        return ExpiredSessions.None;
    }
}

/// <summary>The kit passes a shared store that keeps its promises.</summary>
public sealed class Shared : ReferenceNodes<SharedStore>;

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
public sealed class SharedAuditConformance : AuditConformance<Shared>;
public sealed class SharedNodesConformance : NodesConformance<Shared>;
public sealed class SharedClockConformance : ClockConformance<Shared>;
