namespace Azu.Sessions.Redis;

/// <summary>Pages, counts and the great clearing. Every step has a deadline of its own: the client has none, and nobody above gives one.</summary>
internal sealed class RedisLists(RedisCalls calls, RedisKeys keys, RedisEntries entries, RedisReader reader, RedisRemoval removal, TimeProvider time)
{
    private const int Batch = 500;

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    private readonly RedisMembers _members = new(calls, entries, reader, time);
    private readonly RedisWalk _walk = new(calls, keys, new RedisServers(calls.Connection, keys));

    public async ValueTask<SessionPage> PageAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        return IsAll(query) ? await WalkPageAsync(query.PageSize, cursor, cancellationToken) : await ListPageAsync(query, cursor, cancellationToken);
    }

    public async ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        long count = 0;
        if (IsAll(query))
        {
            for (var at = WalkCursor.Start; at is not null;)
            {
                (var ids, at) = await WithinAsync(_walk.StepAsync(at, RedisWalk.Step), "count sessions", cancellationToken);
                count += await WithinAsync(CountLiveAsync(ids), "count sessions", cancellationToken);
            }
            return count;
        }
        SessionId? last = null;
        do
        {
            (var records, last) = await WithinAsync(_members.ReadAsync(query, last, Batch), "count sessions", cancellationToken);
            count += records.Count;
        }
        while (last is not null);
        return count;
    }

    public async ValueTask<long> ClearAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long cleared = 0;
        for (var at = WalkCursor.Start; at is not null;)
        {
            (var ids, at) = await WithinAsync(_walk.StepAsync(at, RedisWalk.Step), "clear the sessions", cancellationToken);
            var removed = await WithinAsync(RemoveAsync(ids), "clear the sessions", cancellationToken);
            cleared += removed;
            if (removed > 0) progress?.Report(cleared);
        }
        return cleared;
    }

    private async Task<SessionPage> WalkPageAsync(int size, string? cursor, CancellationToken cancellationToken)
    {
        var records = new List<SessionRecord>();
        var at = cursor is null ? WalkCursor.Start : WalkCursor.Parse(cursor);
        while (at is not null && records.Count < size)
        {
            (var ids, at) = await WithinAsync(_walk.StepAsync(at, size - records.Count), "list sessions", cancellationToken);
            records.AddRange(await WithinAsync(FindAsync(ids), "list sessions", cancellationToken));
        }
        return new SessionPage(records, at?.ToString());
    }

    private async Task<SessionPage> ListPageAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken)
    {
        SessionId? last = null;
        if (cursor is not null)
        {
            if (!SessionId.TryParse(cursor, out var id)) throw new ArgumentException($"\"{cursor}\" is no cursor that this index gave out.", nameof(cursor));
            last = id;
        }
        var page = new List<SessionRecord>();
        do
        {
            (var records, last) = await WithinAsync(_members.ReadAsync(query, last, Math.Min(Batch, query.PageSize - page.Count)), "list sessions", cancellationToken);
            page.AddRange(records);
        }
        while (last is not null && page.Count < query.PageSize);
        return new SessionPage(page, last?.ToString());
    }

    private async Task<IEnumerable<SessionRecord>> FindAsync(IReadOnlyList<SessionId> ids)
    {
        var found = await Task.WhenAll(ids.Select(id => reader.FindReadableAsync(id)));
        return found.Where(stored => stored is not null).Select(stored => stored!.Value.Record);
    }

    private async Task<int> CountLiveAsync(IReadOnlyList<SessionId> ids)
    {
        var live = await Task.WhenAll(ids.Select(id => reader.IsLiveAsync(id)));
        return live.Count(isLive => isLive);
    }

    private async Task<int> RemoveAsync(IReadOnlyList<SessionId> ids)
    {
        var cutoff = Ticks.Of(Ticks.Cutoff(time.GetUtcNow()));
        var removed = await Task.WhenAll(ids.Select(id => removal.RemoveIfSessionAsync(id, cutoff)));
        return removed.Count(wasThere => wasThere);
    }

    private static bool IsAll(SessionQuery query) => query.Subject is null && query.Index is null;

    private static async Task<T> WithinAsync<T>(Task<T> step, string doing, CancellationToken cancellationToken)
    {
        try
        {
            return await step.WaitAsync(s_deadline, cancellationToken);
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, doing);
        }
        finally
        {
            // A step that is left behind ends some time, and nobody is there to hear how.
            _ = step.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }
}
