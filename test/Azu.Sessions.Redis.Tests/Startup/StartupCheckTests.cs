using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Redis.Tests;

/// <summary>A Redis that drops sessions when it is full is named at start-up.</summary>
public sealed class StartupCheckTests
{
    [Theory]
    [InlineData("allkeys-lru")]
    [InlineData("volatile-ttl")]
    [Trait("Requirement", "R-78")]
    public async Task A_policy_that_drops_sessions_is_warned_of_with_the_reason(string policy)
    {
        await using var redis = await OwnServer.StartAsync("--maxmemory", "100mb", "--maxmemory-policy", policy);
        await using var app = await App.StartAsync(b => b.UseRedisStore(redis.Multiplexer));
        await Eventually.HoldsAsync(() => Task.FromResult(app.Log.Lines.Any(line => line.Contains(policy))));
        var warning = app.Log.Lines.Single(line => line.Contains(policy));
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Warning, warning.Level);
        Assert.Contains("signed out", warning.Text, StringComparison.Ordinal);
        Assert.Contains("noeviction", warning.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100mb", "noeviction")]
    [InlineData("0", "allkeys-lru")]
    public async Task A_Redis_that_keeps_what_it_has_is_not_complained_about(string maxmemory, string policy)
    {
        await using var redis = await OwnServer.StartAsync("--maxmemory", maxmemory, "--maxmemory-policy", policy);
        var log = new LogSink();
        using var connection = new RedisConnection(redis.Multiplexer);
        using var check = new RedisStartupCheck(connection, new RedisStoreOptions(), TimeProvider.System, log);
        await check.StartAsync(CancellationToken.None);
        await check.ExecuteTask!;
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task The_check_waits_for_a_Redis_that_is_not_there_yet_and_keeps_nobody_waiting()
    {
        await using var redis = await RedisServer.StartAsync(arguments: ["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"]);
        await redis.KillAsync();
        await using var app = await App.StartAsync(b => b.UseRedisStore(redis.Configuration));
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("maxmemory"));
        await redis.RestartAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(app.Log.Lines.Any(line => line.Contains("allkeys-lru"))));
    }
}
