using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>This process as one of several nodes on a shared store: its copies, its lease, and what both depend on.</summary>
internal sealed class ClusterNode
{
    private readonly CacheCopies _copies;
    private readonly CacheLease _lease;
    private readonly NearCacheMetrics _metrics;

    /// <param name="announcing">The store that announces.</param>
    /// <param name="store">The same store behind the wrappers that make calls to it safe.</param>
    /// <param name="nodes">Where the store notes its nodes; null: it does not.</param>
    /// <param name="messages">Writes and reads the announcements.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="metrics">Where to count.</param>
    /// <param name="time">The clock of the lease.</param>
    /// <param name="log">Where to tell.</param>
    public ClusterNode(IAnnouncingStore announcing, ISessionStore store, ISessionNodes? nodes, ClusterMessages messages, SessionClusterOptions options, SessionMetrics metrics, TimeProvider time, ILogger log)
    {
        Id = options.NodeId ?? $"{Environment.MachineName}-{messages.Node & 0xffffff:x6}";
        _copies = new(options.LocalCacheMaxSize, options.LocalCacheMaxBytes);
        _lease = new(options.MaxRevocationLag, time);
        _metrics = new(metrics.Meter, metrics.Type);
        Cache = new(store, _copies, _lease, options.LocalCacheTtl, time);
        _metrics.Observe(metrics.Meter, Cache, _copies, _lease);
        var listener = new NearCacheListener(messages, _copies, _lease, _metrics, new(time, log), time);
        Keeper = new(announcing.AnnounceWith(messages), listener, messages, _lease, options.MaxRevocationLag, Id, time, log);
        Notes = nodes is null ? null : new(nodes, Id, options.MaxRevocationLag, time, log);
    }

    /// <summary>What the node is called.</summary>
    public string Id { get; }

    public NearCache Cache { get; }

    public LeaseKeeper Keeper { get; }

    /// <summary>Null where the store does not note its nodes.</summary>
    public NodeNotes? Notes { get; }

    public NearCacheStatistics Statistics => new()
    {
        NodeId = Id,
        IsLeaseHeld = _lease.IsHeld,
        Copies = _copies.Count,
        Bytes = _copies.Bytes,
        Hits = _copies.Hits,
        Misses = _copies.Misses,
        FillsDropped = Cache.FillsDropped,
        Interruptions = _lease.Interruptions,
        MessagesRefused = _metrics.MessagesRefused,
        LongestLag = _metrics.LongestLag,
    };
}
