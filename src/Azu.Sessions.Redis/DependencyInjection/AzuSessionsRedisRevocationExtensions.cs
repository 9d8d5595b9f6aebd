using System.Runtime.CompilerServices;
using Azu.Sessions;
using Azu.Sessions.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the cookie store's list of revocations in Redis.</summary>
public static class AzuSessionsRedisRevocationExtensions
{
    private const string KeyPrefix = "azu:revoked:";

    /// <summary>Keeps the list of revocations in Redis, over a connection of its own.</summary>
    /// <param name="cookie">The cookie store.</param>
    /// <param name="address">
    /// <c>localhost:6379</c> or any configuration string of StackExchange.Redis, <c>redis://…</c>, or <c>rediss://…</c> with TLS.
    /// </param>
    /// <param name="configure">Prefix of the keys (<c>azu:revoked:</c> by default), waiting for replicas.</param>
    /// <exception cref="ArgumentException">The address cannot be understood; the message says why, and has no password in it.</exception>
    public static void RevokeInRedis(this CookieStoreOptions cookie, string address, Action<RedisStoreOptions>? configure = null)
    {
        var options = RedisAddress.Parse(address);
        cookie.AddRevocations(_ => new RedisConnection(options), configure);
    }

    /// <summary>
    /// Keeps the list of revocations in Redis, over the <see cref="IConnectionMultiplexer"/> that is registered in the application's services. It stays
    /// open.
    /// </summary>
    /// <param name="cookie">The cookie store.</param>
    /// <param name="configure">Prefix of the keys (<c>azu:revoked:</c> by default), waiting for replicas.</param>
    /// <remarks>The start of the application fails with an <see cref="InvalidOperationException"/> where none is registered.</remarks>
    public static void RevokeInRedis(this CookieStoreOptions cookie, Action<RedisStoreOptions>? configure = null) =>
        cookie.RevokeInRedis(RegisteredMultiplexer.Find, configure);

    /// <summary>Keeps the list of revocations in Redis, over a connection of the application's own, which stays open.</summary>
    /// <inheritdoc cref="RevokeInRedis(CookieStoreOptions, string, Action{RedisStoreOptions})" path="/param"/>
    /// <param name="cookie">The cookie store.</param>
    /// <param name="multiplexer">The connection.</param>
    /// <param name="configure">Prefix of the keys (<c>azu:revoked:</c> by default), waiting for replicas.</param>
    public static void RevokeInRedis(this CookieStoreOptions cookie, IConnectionMultiplexer multiplexer, Action<RedisStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(multiplexer);
        cookie.AddRevocations(_ => new RedisConnection(multiplexer), configure);
    }

    /// <summary>Keeps the list of revocations in Redis, over a connection of the application's own, which is asked for once and stays open.</summary>
    /// <param name="cookie">The cookie store.</param>
    /// <param name="multiplexer">Finds the connection among the application's services.</param>
    /// <param name="configure">Prefix of the keys (<c>azu:revoked:</c> by default), waiting for replicas.</param>
    [OverloadResolutionPriority(1)] // So `_ => Connect()` returns a connection; as options it would mean nothing.
    public static void RevokeInRedis(this CookieStoreOptions cookie, Func<IServiceProvider, IConnectionMultiplexer> multiplexer,
        Action<RedisStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(multiplexer);
        cookie.AddRevocations(services => new RedisConnection(multiplexer(services)), configure);
    }

    private static void AddRevocations(this CookieStoreOptions cookie, Func<IServiceProvider, RedisConnection> connect, Action<RedisStoreOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        cookie.RevokeIn(new RedisRegistration(cookie.Services, cookie.OptionsName, cookie.Configuration, "The list of revocations")
            .Add(connect, options => options.KeyPrefix = KeyPrefix, configure));
    }
}
