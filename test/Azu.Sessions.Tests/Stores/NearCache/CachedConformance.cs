using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azu.Sessions.Tests;

/// <summary>
/// The conformance kit on a store with a near cache in front of it, read by its copies wherever there is one. Another node has copies of its own.
/// </summary>
public sealed class Cached : SharedStoreUnderTest
{
    private readonly SharedServer _server = new();
    private readonly CachedReads _store, _other;

    public Cached()
    {
        _store = new(_server, Clock);
        _other = new(_server, Clock);
        // Touches are not announced: what is asked of the other node is asked of it as a store, as everybody does who must know.
        OtherNode = _other.Fresh;
        Neighbour = new CachedReads(new(), Clock);
    }

    public override ISessionStore Store => _store;

    public override ISessionIndex? Index => _store.Index;

    public override ISessionStore OtherNode { get; }

    public override ISessionStore Neighbour { get; }

    public override int Rounds => 20;

    public override ISessionStore? Unreachable { get; } = new AnnouncingStore(new() { IsDown = true }, TimeProvider.System);

    /// <summary>Nothing announces the damage, so the copies of the nodes go as well.</summary>
    public override ValueTask SpoilAsync(SessionId id, Spoiling how)
    {
        _store.DropAll();
        _other.DropAll();
        return _server.Data.SpoilAsync(id, how);
    }

    /// <summary>Finds by copy, as nobody but a request may do.</summary>
    private sealed class CachedReads : ForwardingStore, ISessionIndex
    {
        private static readonly KeyRing s_keys = new(new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]));
        private static readonly Meter s_meter = new("conformance");

        private readonly NearCache _cache;
        private readonly TimeProvider _clock;
        private readonly CacheLease _lease;

        public CachedReads(SharedServer server, TimeProvider clock)
            : this(new AnnouncingStore(server, clock), clock, new(10_000, 64 * 1024 * 1024), new(TimeSpan.FromSeconds(2), clock)) { }

        private CachedReads(AnnouncingStore store, TimeProvider clock, NearCacheEntries copies, CacheLease lease)
            : this(new NearCache(store, copies, lease, TimeSpan.FromHours(1), clock), clock, lease)
        {
            Index = new NearCacheIndex(store, _cache);
            var messages = new ClusterMessages(s_keys, "app", "_session", clock);
            var listener = new NearCacheListener(messages, copies, lease, new(s_meter, default), new(clock, NullLogger.Instance), clock);
            var subscribing = store.AnnounceWith(messages).SubscribeAsync(listener);
            Assert.True(subscribing.IsCompletedSuccessfully);
            lease.Return(lease.Send(), copies.DropAll);
        }

        private CachedReads(NearCache cache, TimeProvider clock, CacheLease lease) : base(cache) => (_cache, _clock, _lease) = (cache, clock, lease);

        public ISessionIndex Index { get; } = null!;

        public ISessionStore Fresh => _cache;

        public void DropAll() => _cache.DropAll();

        public override async ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The kit moves the clock by hours; announcements arrive at once, so the lease may follow.
            if (!_lease.IsHeld) _lease.Return(_lease.Send(), _cache.DropAll);
            return _cache.TryRecall(id, out var copy) && copy.IsRetained(_clock.GetUtcNow()) ? copy : await _cache.FindAsync(id, cancellationToken);
        }

        public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            Index.ListAsync(query, cursor, cancellationToken);

        public ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            Index.ListIdsAsync(query, cursor, cancellationToken);

        public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) => Index.CountAsync(query, cancellationToken);

        public ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default) =>
            Index.ClearAsync(progress, actor, cancellationToken: cancellationToken);

        public ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) =>
            Index.RemoveExpiredAsync(limit, cancellationToken);
    }
}

public sealed class CachedIsComplete : ConformanceIsComplete<Cached>;
public sealed class CachedCreateConformance : CreateConformance<Cached>;
public sealed class CachedUpdateConformance : UpdateConformance<Cached>;
public sealed class CachedTouchConformance : TouchConformance<Cached>;
public sealed class CachedRemoveConformance : RemoveConformance<Cached>;
public sealed class CachedExpiryConformance : ExpiryConformance<Cached>;
public sealed class CachedRoundTripConformance : RoundTripConformance<Cached>;
public sealed class CachedIsolationConformance : IsolationConformance<Cached>;
public sealed class CachedCancellationConformance : CancellationConformance<Cached>;
public sealed class CachedStoreRaces : StoreRaces<Cached>;
public sealed class CachedListConformance : ListConformance<Cached>;
public sealed class CachedLookupConformance : LookupConformance<Cached>;
public sealed class CachedClearConformance : ClearConformance<Cached>;
public sealed class CachedReportedExpiryConformance : ReportedExpiryConformance<Cached>;
public sealed class CachedIndexRaces : IndexRaces<Cached>;
public sealed class CachedSharedStoreConformance : SharedStoreConformance<Cached>;
public sealed class CachedNeighbourConformance : NeighbourConformance<Cached>;
public sealed class CachedRemoveConditionConformance : RemoveConditionConformance<Cached>;
public sealed class CachedRemoveRaces : RemoveRaces<Cached>;
public sealed class CachedUnreadableConformance : UnreadableConformance<Cached>;
public sealed class CachedListIdsConformance : ListIdsConformance<Cached>;
public sealed class CachedUnreadableListConformance : UnreadableListConformance<Cached>;
public sealed class CachedEstimateConformance : EstimateConformance<Cached>;
public sealed class CachedUnreachableConformance : UnreachableConformance<Cached>;
public sealed class CachedGivenUpConformance : GivenUpConformance<Cached>;

/// <summary>The store behind these tests keeps the contract of those that announce.</summary>
public sealed class Behind : SharedStoreUnderTest
{
    private readonly SharedServer _server = new();
    private readonly AnnouncingStore _store;

    public Behind()
    {
        _store = new(_server, Clock);
        OtherNode = new AnnouncingStore(_server, Clock);
        Neighbour = new AnnouncingStore(new(), Clock);
    }

    public override ISessionStore Store => _store;

    public override ISessionIndex? Index => _store;

    public override ISessionStore OtherNode { get; }

    public override ISessionStore Neighbour { get; }

    public override int Rounds => 20;

    public override ISessionStore? Unreachable { get; } = new AnnouncingStore(new() { IsDown = true }, TimeProvider.System);

    public override ValueTask SpoilAsync(SessionId id, Spoiling how) => _server.Data.SpoilAsync(id, how);
}

public sealed class BehindAnnouncementConformance : AnnouncementConformance<Behind>;
public sealed class BehindAnnouncedClearConformance : AnnouncedClearConformance<Behind>;
