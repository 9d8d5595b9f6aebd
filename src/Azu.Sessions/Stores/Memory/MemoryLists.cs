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
        var page = new List<SessionRecord>();
        var next = Fill(query, cursor, page, id => FindLive(id, now) is { } record && IsMeant(query, record) ? (true, record) : default);
        return new SessionPage(page, next?.ToString());
    }

    /// <summary>The ids of everything that is there, whatever its times say and whether or not it can be read.</summary>
    public SessionIdPage PageOfIds(SessionQuery query, string? cursor)
    {
        var page = new List<SessionId>();
        var next = Fill(query, cursor, page, id => (IsThere(query, id), id));
        return new SessionIdPage(page, next?.ToString());
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
            if (FindLive(id, now) is { } record && IsMeant(query, record)) count++;
        }
        return count;
    }

    private SessionId? Fill<T>(SessionQuery query, string? cursor, List<T> page, Func<SessionId, (bool IsMeant, T Item)> look)
    {
        SessionId? after = null;
        if (cursor is not null)
        {
            if (!SessionId.TryParse(cursor, out var id)) throw new ArgumentException("This index did not give out the cursor.", nameof(cursor));
            after = id;
        }
        return IsAll(query) ? FillFromShards(query.PageSize, after, page, look) : FillFromEntries(query, after, page, look);
    }

    private static bool IsAll(SessionQuery query) => query.Subject is null && query.Index is null;

    /// <summary>Fills the page part by part; one part's ids at a time are collected and sorted.</summary>
    private SessionId? FillFromShards<T>(int pageSize, SessionId? after, List<T> page, Func<SessionId, (bool IsMeant, T Item)> look)
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
                // Looked up again: what the walk saw may be older than what a caller that wrote a moment ago may expect.
                if (look(id) is (true, var item)) page.Add(item);
                if (page.Count == pageSize) return id;
            }
        }
        return null;
    }

    private SessionId? FillFromEntries<T>(SessionQuery query, SessionId? after, List<T> page, Func<SessionId, (bool IsMeant, T Item)> look)
    {
        var ids = shards.Entries.Find(query);
        for (var i = after is { } last ? PositionAfter(ids, last) : 0; i < ids.Count; i++)
        {
            if (look(ids[i]) is (true, var item)) page.Add(item);
            if (page.Count == query.PageSize) return i + 1 < ids.Count ? ids[i] : null;
        }
        return null;
    }

    private static int PositionAfter(ImmutableSortedSet<SessionId> ids, SessionId last)
    {
        var position = ids.IndexOf(last);
        return position >= 0 ? position + 1 : ~position;
    }

    private static bool IsMeant(SessionQuery query, SessionRecord record) => IsAll(query) || MemoryEntries.Confirms(query, record);

    private bool IsThere(SessionQuery query, SessionId id) =>
        shards.Of(id).TryFind(id, out var packed) && (!SessionRecordFormat.TryUnpack(packed, out var record) || IsMeant(query, record));

    private SessionRecord? FindLive(SessionId id, DateTimeOffset now) =>
        shards.Of(id).TryFind(id, out var packed) && PackedRecordPeek.IsRetained(packed, now) && SessionRecordFormat.TryUnpack(packed, out var record)
            ? record
            : null;
}
