using Azu.Sessions.AspNetCore.Tests;
using Azu.Sessions.Servers;

namespace Azu.Sessions.Redis.Http.Tests.Clustered;

/// <summary>The same disturbances as of one node, with three that keep copies, and a visitor whose requests go to one after the other.</summary>
[Trait("Requirement", "R-95")]
public sealed class ClusteredFaultsTests : IAsyncLifetime
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(Rounds.Of(5, 60));

    private RedisServer _server = null!;
    private FaultProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync(arguments: ["--appendonly", "yes", "--appendfsync", "always"]);
        _proxy = new(_server.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public Task Killed_and_restarted() => DisturbAsync(async () =>
    {
        await _server.KillAsync();
        await FaultAccount.PassAsync(s_duration);
        await _server.RestartAsync();
    });

    [Fact]
    public Task Stopped_in_its_tracks() => DisturbAsync(async () =>
    {
        await _server.PauseAsync();
        await FaultAccount.PassAsync(s_duration);
        await _server.ResumeAsync();
    });

    [Fact]
    public Task Subscribers_are_killed_again_and_again() => DisturbAsync(() => RepeatedlyAsync(() => _server.AskAsync("CLIENT", "KILL", "TYPE", "pubsub")));

    [Fact]
    public Task Connections_are_cut_again_and_again() => DisturbAsync(() => RepeatedlyAsync(() =>
    {
        _proxy.CutAll();
        return Task.CompletedTask;
    }));

    private static async Task RepeatedlyAsync(Func<Task> act)
    {
        // Not a round fraction of the time between two echoes.
        var step = TimeSpan.FromMilliseconds(330);
        for (var passed = TimeSpan.Zero; passed < s_duration; passed += step)
        {
            await act();
            await FaultAccount.PassAsync(step);
        }
    }

    private async Task DisturbAsync(Func<Task> disturb)
    {
        await using var account = await FaultAccount.OpenAsync(
            b => b.UseClusteredRedisStore($"127.0.0.1:{_proxy.Port},abortConnect=false,connectTimeout=1000"), nodes: 3, lag: RevocationLag.Bound);
        await Eventually.HoldsAsync(() => account.Answers > 100);
        await disturb();
        _proxy.Heal();
        var recovery = await account.RecoverAsync();
        await account.SettleAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"everybody was served again after {recovery.TotalSeconds:0.0} s");
    }
}
