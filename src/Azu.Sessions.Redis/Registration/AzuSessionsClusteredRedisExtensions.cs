using Azu.Sessions;
using Azu.Sessions.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in Redis, and copies of them on each node.</summary>
public static class AzuSessionsClusteredRedisExtensions
{
    /// <summary>
    /// Keeps sessions in Redis, over a connection of its own, and copies of them in each node's memory: a read of a session that this node knows
    /// costs no round trip. How long a revoked session can still be seen is bounded by <see cref="SessionClusterOptions.MaxRevocationLag"/>.
    /// </summary>
    /// <param name="builder">The sessions.</param>
    /// <param name="address"><c>localhost:6379</c> or any configuration string of StackExchange.Redis, <c>redis://…</c>, or <c>rediss://…</c> with TLS.</param>
    /// <param name="cluster">Sets the bounds of the copies.</param>
    /// <param name="redis">Prefix of the keys, waiting for replicas; the same on every node.</param>
    /// <exception cref="ArgumentException">The address cannot be understood; the message says why, and has no password in it.</exception>
    public static AzuSessionsBuilder<TData> UseClusteredRedisStore<TData>(
        this AzuSessionsBuilder<TData> builder, string address, Action<SessionClusterOptions>? cluster = null, Action<RedisStoreOptions>? redis = null)
        where TData : notnull
    {
        var options = RedisAddress.Parse(address);
        return builder.UseClusteredStore(builder.AddRedis(_ => new RedisConnection(options), redis), cluster);
    }

    /// <summary>
    /// Keeps sessions in Redis, over a connection of the application's own, which stays open, and copies of them in each node's memory.
    /// </summary>
    /// <param name="builder">The sessions.</param>
    /// <param name="multiplexer">The connection. Without a channel prefix: with one, announcements do not arrive, and the copies stay unused.</param>
    /// <param name="cluster">Sets the bounds of the copies.</param>
    /// <param name="redis">Prefix of the keys, waiting for replicas; the same on every node.</param>
    public static AzuSessionsBuilder<TData> UseClusteredRedisStore<TData>(
        this AzuSessionsBuilder<TData> builder, IConnectionMultiplexer multiplexer, Action<SessionClusterOptions>? cluster = null, Action<RedisStoreOptions>? redis = null)
        where TData : notnull
    {
        ArgumentNullException.ThrowIfNull(multiplexer);
        return builder.UseClusteredStore(builder.AddRedis(_ => new RedisConnection(multiplexer), redis), cluster);
    }

    /// <summary>
    /// Keeps sessions in Redis, over a connection of the application's own, which is asked for once and stays open, and copies of them in each
    /// node's memory.
    /// </summary>
    /// <param name="builder">The sessions.</param>
    /// <param name="multiplexer">Finds the connection among the application's services. Without a channel prefix: with one, announcements do not arrive, and the copies stay unused.</param>
    /// <param name="cluster">Sets the bounds of the copies.</param>
    /// <param name="redis">Prefix of the keys, waiting for replicas; the same on every node.</param>
    public static AzuSessionsBuilder<TData> UseClusteredRedisStore<TData>(
        this AzuSessionsBuilder<TData> builder, Func<IServiceProvider, IConnectionMultiplexer> multiplexer, Action<SessionClusterOptions>? cluster = null, Action<RedisStoreOptions>? redis = null)
        where TData : notnull
    {
        ArgumentNullException.ThrowIfNull(multiplexer);
        return builder.UseClusteredStore(builder.AddRedis(services => new RedisConnection(multiplexer(services)), redis), cluster);
    }
}
