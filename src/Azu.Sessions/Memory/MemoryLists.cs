using System.Collections.Immutable;

namespace Azu.Sessions;

/// <summary>
/// Pages over a memory store, in the order of ids. The cursor is the last id that was looked at, so that a page needs nothing from the one
/// before it, and no session comes twice.
/// </summary>
internal sealed class MemoryLists(MemoryShards shards)
{
    public SessionPage Page(SessionQuery query, string? cursor, DateTimeOffset now)
    {
        SessionId? after = null;
        if (cursor is not null)
        {
            if (!SessionId.TryParse(cursor, out var id)) throw new ArgumentException("The cursor is none that this index gave out.", nameof(cursor));
            after = id;
        }
        var page = new List<SessionRecord>();
        var next = IsAll(query) ? FillFromShards(query.PageSize, after, now, page) : FillFromEntries(query, after, now, page);
        return new SessionPage(page, next?.ToString());
    }

    public long Count(SessionQuery query, DateTimeOffset now)
    {
        long count = 0;
        if (IsAll(query))
        {
            for (var number = 0; number < MemoryShards.Count; number++) count += shards[number].CountLive(now);
            return count;
        }
        foreach (var id in shards.Entries.Find(query))
        {
            if (FindLive(id, now) is { } record && MemoryEntries.Confirms(query, record)) count++;
        }
        return count;
    }

    private static bool IsAll(SessionQuery query) => query.Subject is null && query.Index is null;

    /// <summary>Fills the page part by part; one part's ids at a time are collected and sorted.</summary>
    private SessionId? FillFromShards(int pageSize, SessionId? after, DateTimeOffset now, List<SessionRecord> page)
    {
        var ids = new List<SessionId>();
        for (var number = after is { } last ? MemoryShards.NumberOf(last) : 0; number < MemoryShards.Count; number++)
        {
            ids.Clear();
            using var walk = shards[number].Walk();
            while (walk.MoveNext())
            {
                if (after is null || walk.Current.Key.CompareTo(after.Value) > 0) ids.Add(walk.Current.Key);
            }
            ids.Sort();
            foreach (var id in ids)
            {
                // Looked up again: what the walk saw may be older than what a caller who wrote a moment ago may expect.
                if (FindLive(id, now) is { } record) page.Add(record);
                if (page.Count == pageSize) return id;
            }
        }
        return null;
    }

    private SessionId? FillFromEntries(SessionQuery query, SessionId? after, DateTimeOffset now, List<SessionRecord> page)
    {
        var ids = shards.Entries.Find(query);
        for (var i = after is { } last ? PositionAfter(ids, last) : 0; i < ids.Count; i++)
        {
            if (FindLive(ids[i], now) is { } record && MemoryEntries.Confirms(query, record)) page.Add(record);
            if (page.Count == query.PageSize) return i + 1 < ids.Count ? ids[i] : null;
        }
        return null;
    }

    private static int PositionAfter(ImmutableSortedSet<SessionId> ids, SessionId last)
    {
        var position = ids.IndexOf(last);
        return position >= 0 ? position + 1 : ~position;
    }

    private SessionRecord? FindLive(SessionId id, DateTimeOffset now) =>
        shards.Of(id).TryFind(id, out var packed) && !MemoryShard.IsExpired(packed, now) ? SessionRecordFormat.Unpack(packed) : null;
}
