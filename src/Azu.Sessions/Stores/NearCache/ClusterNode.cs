using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>This process as one of several nodes on a shared store: its copies, the lease where one is needed, and what both depend on.</summary>
internal sealed class ClusterNode
{
    private readonly NearCacheEntries _copies;
    private readonly CacheLease? _lease;
    private readonly NearCacheMetrics _metrics;

    /// <param name="shared">The store that nodes share.</param>
    /// <param name="store">The same store behind the wrappers that make calls to it safe.</param>
    /// <param name="nodes">Where the store notes its nodes; null: it does not.</param>
    /// <param name="messages">Writes and reads the announcements.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="metrics">Where to count.</param>
    /// <param name="time">Both clocks.</param>
    /// <param name="log">Where to tell.</param>
    public ClusterNode(ISessionStore shared, ISessionStore store, ISessionNodes? nodes, ClusterMessages messages, NearCacheOptions options,
        SessionMetrics metrics, TimeProvider time, ILogger log)
    {
        var lag = options.MaxRevocationLag;
        Id = options.NodeId ?? $"{Environment.MachineName}-{messages.Node & 0xffffff:x6}";
        _copies = new(options.MaxEntries, options.MaxBytes);
        _lease = options.NeedsLease ? new(lag, time) : null;
        _metrics = new(metrics.Meter, metrics.Type);
        Cache = new(store, _copies, _lease, options.TimeToLive ?? lag, time);
        _metrics.Observe(metrics.Meter, Cache, _copies, _lease);
        WriteMarkerLifetime = _lease is null ? lag + TimeSpan.FromSeconds(1) : null;
        Notes = nodes is null ? null : new(nodes, Id, lag, time, log);
        if (shared is not IAnnouncingStore announcing || (_lease is null && !announcing.AnnouncesAtNoCost)) return;
        var backplane = announcing.AnnounceWith(messages);
        var listener = new NearCacheListener(messages, _copies, _lease, _metrics, new(time, log), time);
        Listening = _lease is null
            ? new AnnouncementListening(backplane, listener, Id, log)
            : new LeaseRenewalService(backplane, listener, messages, _lease, lag, Id, time, log);
    }

    /// <summary>What the node is called.</summary>
    public string Id { get; }

    public NearCache Cache { get; }

    /// <summary>Hears announcements, and keeps the lease where there is one; null where the store announces nothing to this node.</summary>
    public BackgroundService? Listening { get; }

    /// <summary>Null where the store does not note its nodes.</summary>
    public NodeNotes? Notes { get; }

    /// <summary>
    /// How long a client that wrote reads past the copies of every node: until each copy from before the write has ended. Null with a lease: copies live
    /// longer than that.
    /// </summary>
    public TimeSpan? WriteMarkerLifetime { get; }

    public NearCacheStatistics Statistics => new()
    {
        NodeId = Id,
        IsLeaseHeld = _lease?.IsHeld,
        Copies = _copies.Count,
        Bytes = _copies.Bytes,
        Hits = _copies.Hits,
        Misses = _copies.Misses,
        FillsDropped = Cache.FillsDropped,
        Interruptions = _lease?.Interruptions ?? 0,
        MessagesRefused = _metrics.MessagesRefused,
        LongestLag = _metrics.LongestLag,
    };
}
