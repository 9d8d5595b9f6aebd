using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Reads the entries of the list of a subject or an index value, in the order of absolute end and id. It changes nothing: an entry may belong to a
/// write that is under way.
/// </summary>
internal sealed class RedisIndexPageReader(RedisCalls calls)
{
    /// <summary>The next entries, and where to go on behind them; null at the end of the list.</summary>
    public async Task<(List<SessionId> Ids, ListCursor? Next)> ReadAsync(RedisKey list, ListCursor? after, int count)
    {
        // Entries of the cursor's own score come once more, and are passed over. Where they fill the window, it is made larger.
        for (var window = count + 1; ; window *= 2)
        {
            var entries = await calls.EntriesFromAsync(list, after?.Score ?? double.NegativeInfinity, window);
            var ids = new List<SessionId>(count);
            var last = after;
            foreach (var entry in entries)
            {
                if ((byte[]?)entry.Element is not { Length: SessionId.Size } member) continue;
                var id = new SessionId(member);
                if (after is { } cursor && !cursor.IsBefore(entry.Score, id)) continue;
                if (ids.Count == count) return (ids, last);
                ids.Add(id);
                last = new(entry.Score, id);
            }
            if (entries.Length < window) return (ids, null);
            if (ids.Count > 0) return (ids, last);
        }
    }
}
