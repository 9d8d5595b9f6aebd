using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// What one session type has of Redis. The container disposes it, and it closes the connection, unless that is the application's. The container also
/// disposes the check, as a hosted service.
/// </summary>
internal sealed class RedisSessions<TData> : IDisposable
{
    private readonly RedisConnection _connection;

    public RedisSessions(IServiceProvider services, RedisStoreOptions options, Func<IServiceProvider, RedisConnection> connect)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(RedisLog.Category);
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _connection = connect(services);
        services.GetRequiredService<RedisPrefixes>().Claim(_connection.Place, options.KeyPrefix, typeof(TData).Name);
        Store = new RedisStore(_connection, options, time, log);
        Check = new RedisStartupCheck(_connection, options, time, log);
    }

    public RedisStore Store { get; }

    public IHostedService Check { get; }

    public void Dispose() => _connection.Dispose();
}
