namespace Azu.Sessions.Redis;

/// <summary>
/// Walks through the ids of all sessions, server by server, in steps of SCAN: a step costs the server as much as it is asked to look at, however
/// many keys there are. Nothing is kept between two steps but the cursor.
/// </summary>
internal sealed class RedisWalk(RedisKeys keys, RedisServers servers)
{
    /// <summary>How many keys the server looks at in one step.</summary>
    public const int Step = 1_000;

    private const int SmallStep = 100;

    /// <summary>
    /// The ids of one step, none of them met before; and where to go on, null at the end. The step is made smaller until what it finds is no
    /// more than <paramref name="most"/>; where even the smallest finds more, the rest of it comes with the next one.
    /// </summary>
    public async Task<(IReadOnlyList<SessionId> Ids, WalkCursor? Next)> StepAsync(WalkCursor at, int most)
    {
        var shards = await servers.AllAsync();
        // The server whose slots began there; if they have moved, the one that they have moved to.
        var shard = shards.LastOrDefault(s => s.FirstSlot <= at.FirstSlot, shards[0]);
        for (var step = Math.Clamp(most, SmallStep, Step); ; step = Math.Max(1, step / 4))
        {
            var (found, cursor) = await ScanAsync(shard, at.Cursor, step);
            var ids = found.Where(id => !at.Recent.Has(id)).Distinct().ToList();
            if (ids.Count <= most) return (ids, Next(shards, shard, cursor, at.Recent.With(ids)));
            if (step > 1) continue;
            ids.RemoveRange(most, ids.Count - most);
            return (ids, at with { Recent = at.Recent.With(ids) });
        }
    }

    private static WalkCursor? Next(IReadOnlyList<RedisShard> shards, RedisShard shard, ulong cursor, RecentIds recent)
    {
        if (cursor != 0) return new WalkCursor(shard.FirstSlot, cursor, recent);
        var next = shards.FirstOrDefault(s => s.FirstSlot > shard.FirstSlot, shard);
        return next == shard ? null : new WalkCursor(next.FirstSlot, 0, recent);
    }

    private async Task<(List<SessionId> Ids, ulong Cursor)> ScanAsync(RedisShard shard, ulong cursor, int step)
    {
        var (next, found) = await shard.ScanAsync(cursor, keys.Pattern, step);
        var ids = new List<SessionId>();
        foreach (var key in found)
        {
            if (key is not null && keys.TryReadSession(key, out var id)) ids.Add(id);
        }
        return (ids, next);
    }
}
