namespace Azu.Sessions.Conformance.Tests;

/// <summary>The kit passes a store that keeps its promises: local, with everything that a store can claim.</summary>
public sealed class Local : Reference<ReferenceStore>;

public sealed class LocalIsComplete : ConformanceIsComplete<Local>;
public sealed class LocalCreateConformance : CreateConformance<Local>;
public sealed class LocalUpdateConformance : UpdateConformance<Local>;
public sealed class LocalTouchConformance : TouchConformance<Local>;
public sealed class LocalRemoveConformance : RemoveConformance<Local>;
public sealed class LocalExpiryConformance : ExpiryConformance<Local>;
public sealed class LocalRoundTripConformance : RoundTripConformance<Local>;
public sealed class LocalIsolationConformance : IsolationConformance<Local>;
public sealed class LocalCancellationConformance : CancellationConformance<Local>;
public sealed class LocalStoreRaces : StoreRaces<Local>;
public sealed class LocalListConformance : ListConformance<Local>;
public sealed class LocalLookupConformance : LookupConformance<Local>;
public sealed class LocalClearConformance : ClearConformance<Local>;
public sealed class LocalReportedExpiryConformance : ReportedExpiryConformance<Local>;
public sealed class LocalIndexRaces : IndexRaces<Local>;
public sealed class LocalRemoveConditionConformance : RemoveConditionConformance<Local>;
public sealed class LocalRemoveRaces : RemoveRaces<Local>;
public sealed class LocalUnreadableConformance : UnreadableConformance<Local>;
public sealed class LocalListIdsConformance : ListIdsConformance<Local>;
public sealed class LocalUnreadableListConformance : UnreadableListConformance<Local>;
public sealed class LocalEstimateConformance : EstimateConformance<Local>;
