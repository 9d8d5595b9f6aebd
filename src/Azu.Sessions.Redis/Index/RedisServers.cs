using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>Which servers hold sessions: the primary, or the primaries of a cluster, in the order of their slots.</summary>
internal sealed class RedisServers(RedisConnection connection, RedisKeys keys)
{
    /// <summary>Those that hold sessions; in a cluster those that have slots.</summary>
    public async Task<IReadOnlyList<RedisShard>> AllAsync()
    {
        var multiplexer = await connection.MultiplexerAsync();
        var database = await connection.DatabaseAsync();
        var member = multiplexer.GetServers().FirstOrDefault(s => s.IsConnected && s.ServerType == ServerType.Cluster);
        if (member is null) return [new RedisShard(0, multiplexer.GetServer(keys.Nodes, null, CommandFlags.DemandMaster), database.Database, connection)];
        var nodes = member.ClusterConfiguration?.Nodes ?? throw new SessionStoreException("The servers of the Redis cluster are not known yet.");

        // Replicas list no slots.
        var shards = nodes.Where(n => n.EndPoint is not null && n.Slots.Count > 0)
            .Select(n => new RedisShard(n.Slots.Min(r => r.From), multiplexer.GetServer(n.EndPoint!), database.Database, connection))
            .OrderBy(s => s.FirstSlot).ToList();
        return shards.Count > 0 ? shards : throw new SessionStoreException("The Redis cluster covers no slot yet.");
    }

    /// <summary>Has the client ask again which servers there are.</summary>
    public async Task LookAgainAsync()
    {
        var multiplexer = await connection.MultiplexerAsync();
        await multiplexer.ConfigureAsync();
    }
}
