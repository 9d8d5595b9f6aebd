using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Redis.Tests;

/// <summary>The server goes and comes: every call ends in time with a clear failure, and everything heals without a restart of the application.</summary>
public sealed class OutageTests
{
    /// <summary>The engine's limit for all attempts of one operation, and something for a busy machine.</summary>
    private static readonly TimeSpan s_inTime = TimeSpan.FromSeconds(4);

    /// <summary>
    /// An attempt to connect that began before the server was there takes the client's connectTimeout, 5 s, and only then the next one begins.
    /// </summary>
    private static readonly TimeSpan s_healed = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_killed_server_is_a_clear_failure_and_heals_when_it_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await App.StartAsync(b => b.UseRedisStore(redis.Configuration));
        Assert.True(await app.WorksAsync());

        await redis.KillAsync();
        await FailsInTimeAsync(app);

        await redis.RestartAsync();
        await HealsAsync(app);
    }

    [Fact]
    public async Task A_paused_server_is_a_clear_failure_and_loses_nothing()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await App.StartAsync(b => b.UseRedisStore(redis.Configuration));
        var created = await app.Sessions.CreateAsync(new Cart { Items = ["milk"] });

        await redis.PauseAsync();
        await FailsInTimeAsync(app);
        await FailsInTimeAsync(app);

        await redis.ResumeAsync();
        await HealsAsync(app);
        Assert.Equal(["milk"], (await app.Sessions.FindAsync(created.Session.Id))!.Data.Items);
    }

    [Fact]
    public async Task An_application_starts_while_Redis_is_down_and_works_when_it_is_there()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();

        var started = Stopwatch.GetTimestamp();
        await using var app = await App.StartAsync(b => b.UseRedisStore(redis.Configuration));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, s_inTime);
        await FailsInTimeAsync(app);

        await redis.RestartAsync();
        await HealsAsync(app);
    }

    [Fact]
    public async Task Lists_of_a_paused_server_fail_too_although_nobody_above_gives_them_a_deadline()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await App.StartAsync(b => b.UseRedisStore(redis.Configuration));
        Assert.True(await app.WorksAsync());
        await redis.PauseAsync();
        var thrown = await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await app.Sessions.CountAsync()).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("count sessions", thrown.Message, StringComparison.Ordinal);
        await redis.ResumeAsync();
    }

    private static async Task FailsInTimeAsync(App app)
    {
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await app.Sessions.FindAsync(SessionId.New()));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, s_inTime);
    }

    private static async Task HealsAsync(App app)
    {
        var since = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync(app.WorksAsync);
        TestContext.Current.SendDiagnosticMessage($"healed after {Stopwatch.GetElapsedTime(since)}");
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, s_healed);
    }
}
