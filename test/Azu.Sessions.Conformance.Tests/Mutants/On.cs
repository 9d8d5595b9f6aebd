namespace Azu.Sessions.Conformance.Tests;

/// <summary>The kit's classes on a mutant: alone on a manual clock, or as two nodes and a neighbour.</summary>
internal static class On
{
    public sealed class Create<T> : CreateConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Update<T> : UpdateConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Touch<T> : TouchConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Remove<T> : RemoveConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Condition<T> : RemoveConditionConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class RemoveRace<T> : RemoveRaces<Reference<T>> where T : ReferenceStore, new();

    public sealed class Expiry<T> : ExpiryConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class RoundTrip<T> : RoundTripConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Isolation<T> : IsolationConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Cancellation<T> : CancellationConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Race<T> : StoreRaces<Reference<T>> where T : ReferenceStore, new();

    public sealed class Unreadable<T> : UnreadableConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class List<T> : ListConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Lookup<T> : LookupConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Ids<T> : ListIdsConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class UnreadableList<T> : UnreadableListConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Clear<T> : ClearConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Sweep<T> : ReportedExpiryConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class IndexRace<T> : IndexRaces<Reference<T>> where T : ReferenceStore, new();

    public sealed class Estimate<T> : EstimateConformance<Reference<T>> where T : ReferenceStore, new();

    public sealed class Presence<T> : PresenceConformance<Reference<T>> where T : CompleteReferenceStore, new();

    public sealed class Prepared<T> : PreparedConformance<Reference<T>> where T : CompleteReferenceStore, new();

    public sealed class TwoNodes<T> : SharedStoreConformance<ReferenceNodes<T>> where T : ReferenceStore, new();

    public sealed class GivenUp<T> : GivenUpConformance<Impatient<T>> where T : ReferenceStore, new();

    public sealed class Nodes<T> : NodesConformance<ReferenceNodes<T>> where T : CompleteReferenceStore, new();

    public sealed class Audits<T> : AuditConformance<Reference<T>> where T : AuditedReferenceStore, new();

    public sealed class Clocks<T> : ClockConformance<ReferenceNodes<T>> where T : CompleteReferenceStore, new();

    public sealed class Unreachable<T> : UnreachableConformance<OutOfReach<T>> where T : DownStore, new();

    internal sealed class Impatient<T> : ReferenceNodes<T>
        where T : ReferenceStore, new()
    {
        public override TimeSpan Patience => TimeSpan.FromSeconds(3);
    }

    internal sealed class OutOfReach<T> : ReferenceNodes<ReferenceStore>
        where T : DownStore, new()
    {
        public override ISessionStore? Unreachable { get; } = new T();
    }
}
