using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Removals that the store did not confirm, repeated in the background until it does, or until the session is over anyway. A visitor who signed
/// out during an outage is signed out as soon as it is over.
/// </summary>
internal sealed class PendingRemovals(ISessionStore store, TimeProvider time, ILogger log) : BackgroundService
{
    private const int MostAttemptsPerRound = 1000;
    private const int MostOrphans = 10_000;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SessionId, Removal> _pending = new();
    private readonly SemaphoreSlim _added = new(0);

    /// <summary>Whether a session was ended here, and the store does not know yet.</summary>
    public bool IsPending(SessionId id) => _pending.ContainsKey(id);

    /// <summary>The same for a session that was found: whether a removal that waits means this state of it.</summary>
    public bool Ends(SessionRecord record) => _pending.TryGetValue(record.Id, out var removal) && removal.Means(record);

    public int Count => _pending.Count;

    /// <summary>Removes a session, where the condition holds.</summary>
    public void Add(SessionId id, RemoveCondition condition, SessionEndReason reason, DateTimeOffset until) => Enqueue(id, new([condition], reason, until, 0));

    /// <summary>
    /// Removes a session that may have been created although the store failed. Nobody holds its token, and it ends by itself; so that visitors
    /// cannot fill the memory during an outage, only so many are remembered.
    /// </summary>
    public void AddOrphan(SessionId id, DateTimeOffset until)
    {
        if (_pending.Count < MostOrphans) Add(id, RemoveCondition.Always, SessionEndReason.Deleted, until);
    }

    /// <summary>Tries every pending removal once.</summary>
    public async Task TryAllAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, removal) in _pending.Take(MostAttemptsPerRound).ToArray())
        {
            // Only this very removal: another that was added meanwhile may end what this one could not.
            var tried = KeyValuePair.Create(id, removal);
            if (removal.Until <= time.GetUtcNow())
            {
                _pending.TryRemove(tried);
                continue;
            }

            try
            {
                foreach (var condition in removal.Conditions)
                {
                    if ((await store.RemoveAsync(id, condition, removal.Reason, cancellationToken: cancellationToken)).IsRemoved) break;
                }

                _pending.TryRemove(tried);
                log.RemovalConfirmed(id, removal.Attempts + 1);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it was, a store of somebody else's making included: a removal is not forgotten.
                // The others are tried all the same: it may be this one alone that fails, and where the whole store is down its circuit
                // breaker answers them at once.
                _pending.TryUpdate(id, removal with { Attempts = removal.Attempts + 1 }, removal);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAllAsync(cancellationToken);
        if (!_pending.IsEmpty) log.RemovalsLeft(_pending.Count, _pending.Values.Max(r => r.Until));
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

    private void Enqueue(SessionId id, Removal removal)
    {
        _pending.AddOrUpdate(id, static (_, added) => added, static (_, present, added) => present.And(added), removal);
        _added.Release();
    }

    /// <param name="Conditions">What is to be removed, each by itself.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Until">When the session is over anyway.</param>
    /// <param name="Attempts">How often it was tried.</param>
    private readonly record struct Removal(ImmutableHashSet<RemoveCondition> Conditions, SessionEndReason Reason, DateTimeOffset Until, int Attempts)
    {
        public bool Means(SessionRecord record) => Conditions.Any(condition => condition.Holds(record));

        /// <summary>
        /// Both. A token that could not be checked must neither bring a check to a removal that needs none, nor take the place of another: it may
        /// have been replaced long ago, and belong to another visitor.
        /// </summary>
        public Removal And(Removal added) => this with { Conditions = Conditions.Union(added.Conditions), Until = Until > added.Until ? Until : added.Until };
    }
}
