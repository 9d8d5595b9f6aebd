using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>Pages, counts and clearing. Every step has a deadline of its own: the client has none, and its callers give none.</summary>
internal sealed class RedisIndexQueries(RedisCalls calls, RedisKeys keys, RedisIndexWriter entries, RedisReader reader, RedisRemoval removal)
{
    private const int Batch = 500;

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    private readonly RedisIndexPageReader _members = new(calls);
    private readonly RedisWalk _walk = new(keys, new RedisServers(calls.Connection, keys));
    private readonly RedisEstimate _estimate = new(keys, new RedisServers(calls.Connection, keys));

    public async ValueTask<SessionPage> PageAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        var (records, next) = IsAll(query)
            ? await WalkPageAsync(query.PageSize, cursor, ids => FindAsync(ids), cancellationToken)
            : await ListPageAsync(query, cursor, ids => FindMeantAsync(query, ids), cancellationToken);
        return new SessionPage(records, next);
    }

    public async ValueTask<SessionIdPage> IdPageAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        var (ids, next) = IsAll(query)
            ? await WalkPageAsync(query.PageSize, cursor, OfStringsAsync, cancellationToken)
            : await ListPageAsync(query, cursor, ids => MeantOrUnreadableAsync(query, ids), cancellationToken);
        return new SessionIdPage(ids, next);
    }

    public Task<SessionEstimate?> EstimateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return WithinAsync(_estimate.AskAsync(), "count sessions", cancellationToken);
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
        ListCursor? last = null;
        do
        {
            (var ids, last) = await WithinAsync(_members.ReadAsync(entries.ListOf(query), last, Batch), "count sessions", cancellationToken);
            count += (await WithinAsync(FindMeantAsync(query, ids), "count sessions", cancellationToken)).Count;
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

    private async Task<(List<T> Found, string? Next)> WalkPageAsync<T>(int size, string? cursor, Func<IReadOnlyList<SessionId>, Task<List<T>>> findAsync,
        CancellationToken cancellationToken)
    {
        var page = new List<T>();
        var at = cursor is null ? WalkCursor.Start : WalkCursor.Parse(cursor);
        while (at is not null && page.Count < size)
        {
            (var ids, at) = await WithinAsync(_walk.StepAsync(at, size - page.Count), "list sessions", cancellationToken);
            page.AddRange(await WithinAsync(findAsync(ids), "list sessions", cancellationToken));
        }
        return (page, at?.ToString());
    }

    private async Task<(List<T> Found, string? Next)> ListPageAsync<T>(SessionQuery query, string? cursor,
        Func<IReadOnlyList<SessionId>, Task<List<T>>> findAsync, CancellationToken cancellationToken)
    {
        var page = new List<T>();
        ListCursor? last = cursor is null ? null : ListCursor.Parse(cursor);
        do
        {
            (var ids, last) = await WithinAsync(_members.ReadAsync(entries.ListOf(query), last, Math.Min(Batch, query.PageSize - page.Count)), "list sessions",
                cancellationToken);
            page.AddRange(await WithinAsync(findAsync(ids), "list sessions", cancellationToken));
        }
        while (last is not null && page.Count < query.PageSize);
        return (page, last?.ToString());
    }

    private async Task<List<SessionRecord>> FindAsync(IReadOnlyList<SessionId> ids) =>
        [.. (await Task.WhenAll(ids.Select(reader.FindReadableAsync))).OfType<SessionRecord>()];

    private async Task<List<SessionRecord>> FindMeantAsync(SessionQuery query, IReadOnlyList<SessionId> ids) =>
        [.. (await FindAsync(ids)).Where(record => IsMeant(query, record))];

    /// <summary>
    /// Leaves out readable sessions that are not meant, and sessions that are gone. A session that is over by this node's clock alone is not gone.
    /// </summary>
    private async Task<List<SessionId>> MeantOrUnreadableAsync(SessionQuery query, IReadOnlyList<SessionId> ids)
    {
        var looks = await Task.WhenAll(ids.Select(reader.LookAsync));
        return [.. ids.Where((_, i) => looks[i].Reading is not null && (looks[i].Record is not { } record || IsMeant(query, record)))];
    }

    /// <summary>Keys of another type do not belong to this store.</summary>
    private async Task<List<SessionId>> OfStringsAsync(IReadOnlyList<SessionId> ids)
    {
        var areStrings = await Task.WhenAll(ids.Select(IsStringAsync));
        return [.. ids.Where((_, i) => areStrings[i])];
    }

    private async Task<bool> IsStringAsync(SessionId id)
    {
        try
        {
            await calls.LengthAsync(keys.Session(id));
            return true;
        }
        catch (RedisServerException e) when (RedisFault.IsWrongType(e))
        {
            return false;
        }
    }

    private async Task<int> RemoveAsync(IReadOnlyList<SessionId> ids)
    {
        var removed = await Task.WhenAll(ids.Select(removal.RemoveIfSessionAsync));
        return removed.Count(wasThere => wasThere);
    }

    private async Task<int> CountLiveAsync(IReadOnlyList<SessionId> ids)
    {
        var live = await Task.WhenAll(ids.Select(reader.IsLiveAsync));
        return live.Count(isLive => isLive);
    }

    private static bool IsMeant(SessionQuery query, SessionRecord record) =>
        query.Subject is { } subject ? record.Subject == subject : record.Indexes.Contains(query.Index!.Value);

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
            // An abandoned step ends some time, and its outcome is observed here.
            _ = step.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }
}
