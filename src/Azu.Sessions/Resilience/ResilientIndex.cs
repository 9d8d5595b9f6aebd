namespace Azu.Sessions;

/// <summary>
/// Gives lists, counts and bulk removals a deadline, and fails them at once while the store is down, by the circuit breaker that requests go
/// through as well.
/// </summary>
internal sealed class ResilientIndex(ISessionIndex index, StoreCalls calls, TimeSpan timeout) : ISessionIndex
{
    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        calls.LongAsync((index, query, cursor), static (call, token) => call.index.ListAsync(call.query, call.cursor, token), timeout, cancellationToken);

    public ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        calls.LongAsync((index, query, cursor), static (call, token) => call.index.ListIdsAsync(call.query, call.cursor, token), timeout, cancellationToken);

    public ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) =>
        calls.LongAsync(index, static (index, token) => index.EstimateCountAsync(token), timeout, cancellationToken);

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        calls.LongAsync((index, query), static (call, token) => call.index.CountAsync(call.query, token), timeout, cancellationToken);

    public async ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        // As long as it gets on, it may take as long as it takes.
        using var stuck = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stuck.CancelAfter(timeout);
        var watched = new Watched(progress, stuck, timeout);
        try
        {
            return await calls.LongAsync((index, watched, actor), static (call, token) => call.index.ClearAsync(call.watched, call.actor, token), Timeout.InfiniteTimeSpan, stuck.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw calls.Unavailable($"The session store removed nothing for {timeout} while it was being cleared. What is removed stays removed.", e);
        }
    }

    public ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) =>
        calls.LongAsync((index, limit), static (call, token) => call.index.RemoveExpiredAsync(call.limit, token), timeout, cancellationToken);

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
