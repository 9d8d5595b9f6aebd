namespace Azu.Sessions;

/// <summary>
/// Gives lists, counts and bulk removals a deadline, and fails them at once while the store is down. Their own failures open no circuit.
/// </summary>
internal sealed class ResilientIndex(ISessionIndex index, StoreCalls calls, TimeSpan stuckAfter) : ISessionIndex
{
    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        calls.AskAsync(calls.Listing, (index, query, cursor), static (call, token) => call.index.ListAsync(call.query, call.cursor, token), cancellationToken);

    public ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        calls.AskAsync(calls.Listing, (index, query, cursor), static (call, token) =>
            call.index.ListIdsAsync(call.query, call.cursor, token), cancellationToken);

    public ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) =>
        calls.AskAsync(calls.Listing, index, static (index, token) => index.EstimateCountAsync(token), cancellationToken);

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        calls.AskAsync(calls.Listing, (index, query), static (call, token) => call.index.CountAsync(call.query, token), cancellationToken);

    public async ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        // As long as it gets on, it may take as long as it takes.
        using var stuck = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stuck.CancelAfter(stuckAfter);
        var watched = new Watched(progress, stuck, stuckAfter);
        try
        {
            return await calls.AskAsync(calls.Unbounded, (index, watched, actor), static (call, token) =>
                call.index.ClearAsync(call.watched, call.actor, token), stuck.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw calls.Unavailable($"The session store removed nothing for {stuckAfter} while it was being cleared. What is removed stays removed.", e);
        }
    }

    public ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) =>
        calls.AskAsync(calls.Listing, (index, limit), static (call, token) => call.index.RemoveExpiredAsync(call.limit, token), cancellationToken);

    /// <summary>Hands progress on, and gives the work new time with each.</summary>
    private sealed class Watched(IProgress<long>? progress, CancellationTokenSource stuck, TimeSpan stuckAfter) : IProgress<long>
    {
        public void Report(long value)
        {
            stuck.CancelAfter(stuckAfter);
            progress?.Report(value);
        }
    }
}
