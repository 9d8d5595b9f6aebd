using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Removals that the store did not confirm, repeated in the background until it answers, or until the session is over anyway. A client that signed out
/// during an outage is signed out as soon as it is over: members before strangers, the oldest first.
/// </summary>
/// <param name="remove">Makes one attempt, whatever the circuits say: the removal itself finds out whether the store is back.</param>
/// <param name="time">Ends what is over, and paces the attempts.</param>
/// <param name="log">Where to tell.</param>
/// <param name="limited">Where to tell what can happen with every request.</param>
internal sealed class PendingRemovals(Func<SessionId, PendingRemoval, CancellationToken, ValueTask> remove, TimeProvider time, ILogger log, LimitedLog limited)
    : BackgroundService
{
    private const int MaxStrangers = 10_000;
    private const int AtOnce = 8;
    private const int MaxFailures = 100;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<SessionId, PendingRemoval> _pending = new();
    private readonly SemaphoreSlim _added = new(0);
    private long _places;

    /// <summary>Whether a session was ended here, and the store does not know yet.</summary>
    public bool IsPending(SessionId id) => _pending.ContainsKey(id);

    /// <summary>The same for a session that was found: whether a removal that waits means this state of it.</summary>
    public bool Ends(SessionRecord record) => _pending.TryGetValue(record.Id, out var removal) && removal.Ends(record);

    public int Count => _pending.Count;

    /// <summary>Removes a session later, where the condition holds. False for a stranger when this node remembers too many removals.</summary>
    /// <param name="id">The session.</param>
    /// <param name="condition">For which state of it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="until">When the session is over anyway; null: it may live for ever.</param>
    /// <param name="isMember">Whether it belongs to a subject. Strangers are bounded: an outage must not let them fill the memory.</param>
    /// <param name="inCookie">The session itself, where a cookie holds it.</param>
    public bool Add(SessionId id, RemoveCondition condition, SessionEndReason reason, DateTimeOffset? until, bool isMember, SessionRecord? inCookie = null)
    {
        if (!isMember && _pending.Count >= MaxStrangers)
        {
            limited.TooManyRemovals(MaxStrangers);
            return false;
        }

        var content = inCookie is null ? null : inCookie with { Payload = default, Fingerprint = default, Client = null, Indexes = [] };
        var added = new PendingRemoval([condition], reason, until, isMember, Interlocked.Increment(ref _places), 0, content);
        _pending.AddOrUpdate(id, static (_, added) => added, static (_, present, added) => present.And(added), added);
        _added.Release();
        return true;
    }

    /// <summary>Tries the pending removals, and stops where the store is down or fails often.</summary>
    public async Task TryAllAsync(CancellationToken cancellationToken)
    {
        // What failed goes behind what was not tried: some removals may fail for good, and must hold up none of the others.
        // A copy, for LINQ on the dictionary itself fails where a sign-out adds to it at the same moment.
        var order = _pending.ToArray().OrderByDescending(p => p.Value.IsMember).ThenBy(p => p.Value.Attempts).ThenBy(p => p.Value.Place).ToList();
        var failures = 0;
        await Parallel.ForEachAsync(order, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (pending, token) =>
        {
            if (Volatile.Read(ref failures) < MaxFailures && await TryAsync(pending, token) is { } failure)
                Interlocked.Add(ref failures, failure is SessionStoreUnavailableException ? MaxFailures : 1);
        });
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            if (!_pending.IsEmpty) await TryAllAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host waits no longer; what is left is named.
        }

        if (!_pending.IsEmpty) log.RemovalsLeft(_pending.Count, _pending.Values.Max(r => r.Until ?? DateTimeOffset.MaxValue));
    }

    public override void Dispose()
    {
        _added.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _added.WaitAsync(stoppingToken);
            while (!_pending.IsEmpty)
            {
                await TryAllAsync(stoppingToken);
                if (!_pending.IsEmpty) await Task.Delay(s_pause, time, stoppingToken);
            }
        }
    }

    /// <summary>Tries one; returns the failure.</summary>
    private async ValueTask<Exception?> TryAsync(KeyValuePair<SessionId, PendingRemoval> tried, CancellationToken cancellationToken)
    {
        var (id, removal) = tried;
        try
        {
            if (!removal.IsOver(time.GetUtcNow()))
            {
                await remove(id, removal, cancellationToken);
                log.RemovalConfirmed(id, removal.Attempts + 1);
            }

            // Only this very removal: one that was added while it ran may end what this one could not.
            _pending.TryRemove(tried);
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Of whatever kind, those of a foreign store included: a removal is not forgotten.
            _pending.TryUpdate(id, removal with { Attempts = removal.Attempts + 1 }, removal);
            return e;
        }
    }
}
