using System.Runtime.CompilerServices;
using Azu.Sessions;
using Azu.Sessions.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in Redis.</summary>
public static class AzuSessionsRedisExtensions
{
    /// <summary>Keeps sessions in Redis, over a connection of its own.</summary>
    /// <param name="builder">The sessions.</param>
    /// <param name="address">
    /// <c>localhost:6379</c> or any configuration string of StackExchange.Redis, <c>redis://…</c>, or <c>rediss://…</c> with TLS.
    /// </param>
    /// <param name="configure">Prefix of the keys, waiting for replicas.</param>
    /// <exception cref="ArgumentException">The address cannot be understood; the message says why, and has no password in it.</exception>
    public static AzuSessionsBuilder<TData> UseRedisStore<TData>(this AzuSessionsBuilder<TData> builder, string address,
        Action<RedisStoreOptions>? configure = null)
        where TData : notnull
    {
        var options = RedisAddress.Parse(address);
        return builder.UseStore(RedisRegistration.Of(builder).Add(_ => new RedisConnection(options), defaults: null, configure));
    }

    /// <summary>
    /// Keeps sessions in Redis, over the <see cref="IConnectionMultiplexer"/> that is registered in the application's services. It stays open.
    /// </summary>
    /// <param name="builder">The sessions.</param>
    /// <param name="configure">Prefix of the keys, waiting for replicas.</param>
    /// <remarks>The start of the application fails with an <see cref="InvalidOperationException"/> where none is registered.</remarks>
    public static AzuSessionsBuilder<TData> UseRedisStore<TData>(this AzuSessionsBuilder<TData> builder, Action<RedisStoreOptions>? configure = null)
        where TData : notnull => builder.UseRedisStore(RegisteredMultiplexer.Find, configure);

    /// <summary>Keeps sessions in Redis, over a connection of the application's own, which stays open.</summary>
    /// <inheritdoc cref="UseRedisStore{TData}(AzuSessionsBuilder{TData}, string, Action{RedisStoreOptions})" path="/param"/>
    /// <param name="builder">The sessions.</param>
    /// <param name="multiplexer">The connection.</param>
    /// <param name="configure">Prefix of the keys, waiting for replicas.</param>
    public static AzuSessionsBuilder<TData> UseRedisStore<TData>(this AzuSessionsBuilder<TData> builder, IConnectionMultiplexer multiplexer,
        Action<RedisStoreOptions>? configure = null)
        where TData : notnull
    {
        ArgumentNullException.ThrowIfNull(multiplexer);
        return builder.UseStore(RedisRegistration.Of(builder).Add(_ => new RedisConnection(multiplexer), defaults: null, configure));
    }

    /// <summary>Keeps sessions in Redis, over a connection of the application's own, which is asked for once and stays open.</summary>
    /// <param name="builder">The sessions.</param>
    /// <param name="multiplexer">Finds the connection among the application's services.</param>
    /// <param name="configure">Prefix of the keys, waiting for replicas.</param>
    [OverloadResolutionPriority(1)] // So `_ => Connect()` returns a connection; as options it would mean nothing.
    public static AzuSessionsBuilder<TData> UseRedisStore<TData>(this AzuSessionsBuilder<TData> builder,
        Func<IServiceProvider, IConnectionMultiplexer> multiplexer, Action<RedisStoreOptions>? configure = null)
        where TData : notnull
    {
        ArgumentNullException.ThrowIfNull(multiplexer);
        return builder.UseStore(RedisRegistration.Of(builder).Add(services => new RedisConnection(multiplexer(services)), defaults: null, configure));
    }
}
