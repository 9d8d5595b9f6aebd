using Azu.Sessions.AspNetCore.Tests;
using Azu.Sessions.Servers;

namespace Azu.Sessions.Redis.Http.Tests.Faults;

/// <summary>A real Redis is killed, stopped, cut off and slowed down while people use the application, and then the account is settled.</summary>
[Trait("Requirement", "R-95")]
public sealed class FaultsUnderLoadTests : IAsyncLifetime
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(Rounds.Of(5, 60));
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);

    // Redis itself keeps what it has confirmed, so that whatever is missing afterwards was lost by us.
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
    public Task Requests_are_lost() => DisturbAsync(() => _proxy.SwallowsRequests = true);

    [Fact]
    public Task Answers_are_lost() => DisturbAsync(() => _proxy.SwallowsReplies = true);

    [Fact]
    public Task Everything_is_late() => DisturbAsync(() => _proxy.Delay = TimeSpan.FromMilliseconds(700));

    [Fact]
    public Task Connections_are_refused() => DisturbAsync(() =>
    {
        _proxy.RefusesConnections = true;
        _proxy.CutAll();
    });

    [Fact]
    public Task Answers_are_cut_in_the_middle() => DisturbAsync(() => _proxy.CutsRepliesAfter = 40);

    [Fact]
    public Task Connections_are_cut_again_and_again() => DisturbAsync(() => RepeatedlyAsync(() =>
    {
        _proxy.CutAll();
        return Task.CompletedTask;
    }));

    [Fact]
    public Task Scripts_are_flushed_again_and_again() => DisturbAsync(() => RepeatedlyAsync(() => _server.AskAsync("SCRIPT", "FLUSH")));

    private static async Task RepeatedlyAsync(Func<Task> act)
    {
        for (var passed = TimeSpan.Zero; passed < s_duration; passed += s_step)
        {
            await act();
            await FaultAccount.PassAsync(s_step);
        }
    }

    private Task DisturbAsync(Action begin) => DisturbAsync(async () =>
    {
        begin();
        await FaultAccount.PassAsync(s_duration);
    });

    private async Task DisturbAsync(Func<Task> disturb)
    {
        await using var account = await FaultAccount.OpenAsync(b => b.UseRedisStore($"127.0.0.1:{_proxy.Port},abortConnect=false,connectTimeout=1000"));
        await Eventually.HoldsAsync(() => account.Answers > 100);
        await disturb();
        _proxy.Heal();
        var recovery = await account.RecoverAsync();
        await account.SettleAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"everybody was served again after {recovery.TotalSeconds:0.0} s");
    }
}
