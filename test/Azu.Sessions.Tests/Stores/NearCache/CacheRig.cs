using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azu.Sessions.Tests;

/// <summary>A near cache without an engine, on a store whose answers a test can hold.</summary>
internal sealed class CacheRig
{
    private readonly Meter _meter = new("test");
    private readonly KeyRing _keys = new(new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]));

    public CacheRig(int maxCopies = 1000, long maxBytes = 1024 * 1024, TimeSpan? ttl = null, bool isLeased = true)
    {
        Lease = new(TimeSpan.FromSeconds(2), Clock);
        Copies = new(maxCopies, maxBytes);
        Store = new(Clock);
        var lease = isLeased ? Lease : null;
        Cache = new(Store, Copies, lease, ttl ?? TimeSpan.FromMinutes(5), Clock);
        Messages = new(_keys, "app", "_session", Clock);
        Others = new(_keys, "app", "_session", Clock);
        Metrics = new(_meter, default);
        Listener = new(Messages, Copies, lease, Metrics, new(Clock, NullLogger.Instance), Clock);
        if (isLeased) TakeLease();
    }

    public ManualTimeProvider Clock { get; } = new();

    public CacheLease Lease { get; }

    public NearCacheEntries Copies { get; }

    public HeldStore Store { get; }

    public NearCache Cache { get; }

    public ClusterMessages Messages { get; }

    /// <summary>Another node's messages.</summary>
    public ClusterMessages Others { get; }

    public NearCacheMetrics Metrics { get; }

    /// <summary>Messages under the nodes' secret and under names of its own.</summary>
    public ClusterMessages Speaker(string application, string cookie) => new(_keys, application, cookie, Clock);

    public NearCacheListener Listener { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void TakeLease() => Listener.Receive(Messages.Echo(Lease.Send()));

    /// <summary>The copy that the node would admit by.</summary>
    public SessionRecord? Recall(SessionId id) => Cache.TryRecall(id, out var copy) ? copy : null;

    /// <summary>A session that the node has a copy of.</summary>
    public async Task<SessionRecord> CopiedAsync(string payload = "{}")
    {
        var record = SampleRecords.Anonymous(Clock.GetUtcNow()) with { Payload = System.Text.Encoding.UTF8.GetBytes(payload) };
        Assert.True(await Cache.CreateAsync(record, Token));
        return record;
    }

    /// <summary>A session that is stored, and that the node has no copy of.</summary>
    public async Task<SessionRecord> StoredAsync()
    {
        var record = SampleRecords.Anonymous(Clock.GetUtcNow());
        Assert.True(await Store.CreateAsync(record, Token));
        return record;
    }

    /// <summary>Another node writes, and says so.</summary>
    public async Task<SessionRecord> UpdateElsewhereAsync(SessionRecord record, bool isAnnounced = true)
    {
        var next = record.Next("{\"elsewhere\":1}");
        Assert.Equal(UpdateOutcome.Updated, (await Store.Behind.UpdateAsync(next, record.Version, Token)).Outcome);
        if (isAnnounced) Listener.Receive(Others.Updated(record.Id, next.Version));
        return next;
    }

    /// <summary>Another node removes, and says so.</summary>
    public async Task RemoveElsewhereAsync(SessionId id)
    {
        Assert.True(await Store.Behind.RemoveAsync(id, Token));
        Listener.Receive(Others.Removed(id));
    }
}
