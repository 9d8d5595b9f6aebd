using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Looks once, when Redis is there, whether it can keep sessions and is set up to keep them. Nothing waits for it: an application starts also
/// while Redis is down. A server that cannot keep sessions ends the application, with the setting that helps; one that may drop them is warned of.
/// </summary>
internal sealed class RedisStartupCheck(RedisConnection connection, RedisStoreOptions options, TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    private readonly RedisKeys _keys = new(options.KeyPrefix);
    private readonly RedisServers _servers = new(connection, new RedisKeys(options.KeyPrefix));

    /// <exception cref="InvalidOperationException">A server cannot keep sessions.</exception>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the way of the application's start: a connection attempt has synchronous parts.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var (isDone, refusal) = await TryCheckAsync(stoppingToken);
            if (refusal is not null) throw new InvalidOperationException(refusal);
            if (isDone) return;
            await Task.Delay(s_pause, time, stoppingToken);
        }
    }

    private async Task<(bool IsDone, string? Refusal)> TryCheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var servers = await _servers.AllAsync().WaitAsync(s_deadline, time, cancellationToken);
            foreach (var server in servers)
            {
                var engine = new RedisEngine(server, _keys, options.WaitForReplicas, log);
                if (await engine.FindRefusalAsync().WaitAsync(s_deadline, time, cancellationToken) is { } refusal) return (true, refusal);
            }

            return (true, null);
        }
        catch (RedisServerException)
        {
            // It answered, and does not say: INFO is closed to this user. Nothing is known, so nothing is claimed.
            return (true, null);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, null);
        }
    }
}
