using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// What one session type, or one list of revocations, has of Redis. The container disposes it, and it closes the connection, unless that is the
/// application's. The container also
/// disposes the check, as a hosted service.
/// </summary>
internal sealed class RedisSessions : IDisposable
{
    private readonly RedisConnection _connection;

    public RedisSessions(IServiceProvider services, RedisStoreOptions options, Func<IServiceProvider, RedisConnection> connect, string type)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(RedisLog.Category);
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _connection = connect(services);
        services.GetRequiredService<RedisPrefixes>().Claim(_connection.Place, options.KeyPrefix, type);
        Store = new RedisStore(_connection, options, time, log);
        Check = new RedisStartupCheck(_connection, options, time, log);
    }

    public RedisStore Store { get; }

    public IHostedService Check { get; }

    public void Dispose() => _connection.Dispose();
}
