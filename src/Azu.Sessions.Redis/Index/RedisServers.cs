using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>A server that holds sessions: the first of its slots (0 where there are none), and some key that leads there.</summary>
internal readonly record struct RedisShard(int FirstSlot, RedisKey Route);

/// <summary>Which servers hold sessions: the one, or the primaries of a cluster, in the order of their slots.</summary>
internal sealed class RedisServers(RedisConnection connection, RedisKeys keys)
{
    /// <summary>Those that hold sessions.</summary>
    public async Task<IReadOnlyList<RedisShard>> AllAsync() => (await LookAsync()).Shards;

    /// <summary>Those that hold sessions, and how many servers of the cluster have slots at all; 1 where there is no cluster.</summary>
    public async Task<(IReadOnlyList<RedisShard> Shards, int WithSlots)> LookAsync()
    {
        var multiplexer = await connection.MultiplexerAsync();
        var server = multiplexer.GetEndPoints().Select(e => multiplexer.GetServer(e)).FirstOrDefault(s => s.IsConnected && s.ServerType == ServerType.Cluster);
        if (server is null) return ([new RedisShard(0, keys.Elsewhere(0))], 1);
        var nodes = server.ClusterConfiguration?.Nodes ?? throw new SessionStoreException("The servers of the Redis cluster are not known yet.");

        // Replicas list no slots.
        var held = nodes.Select(n => n.Slots).Where(s => s.Count > 0).OrderBy(s => s.Min(r => r.From)).ToList();
        var shards = new List<RedisShard>();
        foreach (var slots in held)
        {
            if (RouteTo(slots, multiplexer) is { } route) shards.Add(new RedisShard(slots.Min(r => r.From), route));
        }
        return shards.Count > 0 ? (shards, held.Count) : throw new SessionStoreException("The Redis cluster covers no slot yet.");
    }

    /// <summary>Has the client ask again which servers there are.</summary>
    public async Task LookAgainAsync()
    {
        var multiplexer = await connection.MultiplexerAsync();
        await multiplexer.ConfigureAsync();
    }

    /// <summary>A key in one of these slots. None, where the prefix has a hash tag that puts every key elsewhere: then no session is there either.</summary>
    private RedisKey? RouteTo(IList<SlotRange> slots, IConnectionMultiplexer multiplexer)
    {
        // One slot alone is met by one key in 16 384.
        const int Attempts = 1_000_000;
        var first = multiplexer.HashSlot(keys.Elsewhere(0));
        var isTagged = first == multiplexer.HashSlot(keys.Elsewhere(1)) && first == multiplexer.HashSlot(keys.Elsewhere(2));
        for (var number = 0; number < (isTagged ? 1 : Attempts); number++)
        {
            var key = keys.Elsewhere(number);
            var slot = multiplexer.HashSlot(key);
            if (slots.Any(range => range.From <= slot && slot <= range.To)) return key;
        }
        return null;
    }
}
