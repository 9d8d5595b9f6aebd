using System.Diagnostics.Metrics;

namespace Azu.Sessions;

/// <summary>What a near cache counts. The figures that change with every request are read from the cache when a listener asks for them.</summary>
internal sealed class NearCacheMetrics
{
    private static readonly KeyValuePair<string, object?> s_hit = new("azu.session.result", "hit");
    private static readonly KeyValuePair<string, object?> s_miss = new("azu.session.result", "miss");

    private readonly KeyValuePair<string, object?> _type;
    private readonly Counter<long> _refused, _interruptions;
    private readonly Histogram<double> _lag;
    private long _messagesRefused;
    private long _longestLag;

    public NearCacheMetrics(Meter meter, KeyValuePair<string, object?> type)
    {
        _type = type;
        _refused = meter.CreateCounter<long>("azu.sessions.near_cache.messages_refused", "{message}",
            "Messages on the backplane that could not be read, by result.");
        _interruptions = meter.CreateCounter<long>("azu.sessions.near_cache.interruptions", "{interruption}",
            "How often announcements were lost, or may have been.");
        _lag = meter.CreateHistogram<double>("azu.sessions.near_cache.revocation_lag", "s",
            "From before an update or removal of this node was sent to the store until its announcement had come back to it.", advice: DurationBuckets.Advice);
    }

    public long MessagesRefused => Volatile.Read(ref _messagesRefused);

    public TimeSpan LongestLag => TimeSpan.FromTicks(Volatile.Read(ref _longestLag));

    /// <summary>Shows the figures of a cache from now on.</summary>
    public void Observe(Meter meter, NearCache cache, NearCacheEntries copies, CacheLease? lease)
    {
        SharedInstruments.AddCounter(meter, "azu.sessions.near_cache.lookups", "{lookup}", "Look-ups of a copy, by result.", () =>
            [new(copies.Hits, _type, s_hit), new(copies.Misses, _type, s_miss)]);
        SharedInstruments.AddCounter(meter, "azu.sessions.near_cache.fills_dropped", "{load}", "Loads that were overtaken by a change, and not kept.", () =>
            [new(cache.FillsDropped, _type)]);
        SharedInstruments.AddGauge(meter, "azu.sessions.near_cache.copies", "{session}", "Copies that the node keeps.", () => [new(copies.Count, _type)]);
        SharedInstruments.AddGauge(meter, "azu.sessions.near_cache.bytes", "By", "What the copies take.", () => [new(copies.Bytes, _type)]);
        if (lease is null) return;
        SharedInstruments.AddGauge(meter, "azu.sessions.near_cache.lease", "{lease}", "1 while the node may use its copies, else 0.", () =>
            [new(lease.IsHeld ? 1 : 0, _type)]);
    }

    public void Refused(ClusterMessageReading reading)
    {
        Interlocked.Increment(ref _messagesRefused);
        if (_refused.Enabled) _refused.Add(1, _type, new("azu.session.result", reading.ToString()));
    }

    public void Interrupted() => _interruptions.Add(1, _type);

    public void Announced(TimeSpan lag)
    {
        _lag.Record(lag.TotalSeconds, _type);
        for (var longest = Volatile.Read(ref _longestLag); lag.Ticks > longest;)
        {
            var found = Interlocked.CompareExchange(ref _longestLag, lag.Ticks, longest);
            if (found == longest) return;
            longest = found;
        }
    }
}
