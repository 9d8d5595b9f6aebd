using Azu.Sessions.AspNetCore.Tests;
using Azu.Sessions.Servers;

namespace Azu.Sessions.Redis.Http.Tests.Faults;

/// <summary>A Redis behind a proxy, an application on it that people use, and the account that is settled after a disturbance.</summary>
public abstract class DisturbedRedis : IAsyncLifetime
{
    /// <summary>How long a disturbance lasts.</summary>
    protected static TimeSpan Duration { get; } = TimeSpan.FromSeconds(Rounds.Of(5, 60));

    private RedisServer _server = null!;
    private FaultProxy _proxy = null!;

    protected RedisServer Server => _server;

    protected FaultProxy Proxy => _proxy;

    /// <summary>As StackExchange.Redis reads it: through the proxy.</summary>
    protected string Address => $"127.0.0.1:{_proxy.Port},abortConnect=false,connectTimeout=1000";

    public async ValueTask InitializeAsync()
    {
        // Redis itself keeps what it has confirmed, so that whatever is missing afterwards was lost by us.
        _server = await RedisServer.StartAsync(arguments: ["--appendonly", "yes", "--appendfsync", "always"]);
        _proxy = new(_server.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public Task Killed_and_restarted() => DisturbAsync(async () =>
    {
        await _server.KillAsync();
        await FaultAccount.PassAsync(Duration);
        await _server.RestartAsync();
    });

    [Fact]
    public Task Stopped_in_its_tracks() => DisturbAsync(async () =>
    {
        await _server.PauseAsync();
        await FaultAccount.PassAsync(Duration);
        await _server.ResumeAsync();
    });

    [Fact]
    public Task Connections_are_cut_again_and_again() => DisturbAsync(() => RepeatedlyAsync(() =>
    {
        _proxy.CutAll();
        return Task.CompletedTask;
    }));

    /// <summary>How long it is between two disturbances of those that are repeated.</summary>
    protected abstract TimeSpan Step { get; }

    private protected abstract Task<FaultAccount> OpenAsync();

    protected async Task RepeatedlyAsync(Func<Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        for (var passed = TimeSpan.Zero; passed < Duration; passed += Step)
        {
            await act();
            await FaultAccount.PassAsync(Step);
        }
    }

    protected async Task DisturbAsync(Func<Task> disturb)
    {
        ArgumentNullException.ThrowIfNull(disturb);
        await using var account = await OpenAsync();
        await Eventually.HoldsAsync(() => account.Answers > 100);
        await disturb();
        _proxy.Heal();
        var recovery = await account.RecoverAsync();
        await account.SettleAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"everybody was served again after {recovery.TotalSeconds:0.0} s");
    }
}
