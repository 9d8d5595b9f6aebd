namespace Azu.Sessions;

/// <summary>
/// Gives lists, counts and bulk removals a deadline, and fails them at once while the store is down, by the circuit breaker that requests go
/// through as well. They may take long, so none of them is the call that probes a store which was down: the others would wait for it.
/// </summary>
internal sealed class ResilientIndex(ISessionIndex index, ISessionStore store, StoreCalls calls, TimeSpan timeout) : ISessionIndex
{
    public async ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        await ProbeAsync(cancellationToken);
        return await calls.LongAsync((index, query, cursor), static (call, token) => call.index.ListAsync(call.query, call.cursor, token), timeout, cancellationToken);
    }

    public async ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        await ProbeAsync(cancellationToken);
        return await calls.LongAsync((index, query), static (call, token) => call.index.CountAsync(call.query, token), timeout, cancellationToken);
    }

    public async ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        await ProbeAsync(cancellationToken);
        // As long as it gets on, it may take as long as it takes.
        using var stuck = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stuck.CancelAfter(timeout);
        var watched = new Watched(progress, stuck, timeout);
        try
        {
            return await calls.LongAsync((index, watched), static (call, token) => call.index.ClearAsync(call.watched, token), Timeout.InfiniteTimeSpan, stuck.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw calls.Unavailable($"The session store removed nothing for {timeout} while it was being cleared. What is removed stays removed.", e);
        }
    }

    public async ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        await ProbeAsync(cancellationToken);
        return await calls.LongAsync((index, limit), static (call, token) => call.index.RemoveExpiredAsync(call.limit, token), timeout, cancellationToken);
    }

    private ValueTask ProbeAsync(CancellationToken cancellationToken) =>
        calls.State == SessionCircuitState.Closed ? default : StoreProbe.RunAsync(store, cancellationToken);

    /// <summary>Hands progress on, and gives the work new time with each.</summary>
    private sealed class Watched(IProgress<long>? progress, CancellationTokenSource stuck, TimeSpan timeout) : IProgress<long>
    {
        public void Report(long value)
        {
            stuck.CancelAfter(timeout);
            progress?.Report(value);
        }
    }
}
