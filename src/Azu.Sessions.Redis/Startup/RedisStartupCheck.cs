using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Looks once, when Redis is there, whether it is set up to keep what it is given. Warns, and keeps nobody waiting: an application starts also
/// while Redis is down.
/// </summary>
internal sealed class RedisStartupCheck(RedisConnection connection, RedisStoreOptions options, TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    private readonly RedisServers _servers = new(connection, new RedisKeys(options.KeyPrefix));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the way of the application's start: a connection attempt has synchronous parts.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested && !await TryCheckAsync(stoppingToken)) await Task.Delay(s_pause, time, stoppingToken);
    }

    private async Task<bool> TryCheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var servers = await _servers.AllAsync().WaitAsync(s_deadline, time, cancellationToken);
            foreach (var server in servers) await CheckMemoryAsync(server).WaitAsync(s_deadline, time, cancellationToken);
            return true;
        }
        catch (RedisServerException)
        {
            // It answered, and does not say: INFO is closed to this user. Nothing is known, so nothing is claimed.
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task CheckMemoryAsync(RedisShard server)
    {
        var info = await RedisInfo.ReadAsync(server, "memory");
        // Without a limit nothing is ever dropped.
        if (info.GetValueOrDefault("maxmemory") is null or "0") return;
        if (info.GetValueOrDefault("maxmemory_policy") is { } policy and not "noeviction") log.Evicts(server.FirstSlot == 0 ? "its first server" : $"the server of slot {server.FirstSlot}", policy);
    }
}
