namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>A Redis behind a proxy, an application on it that people use, and the account that is settled after a disturbance.</summary>
[Trait("Requirement", "R-95")]
public abstract class DisturbedRedis(Deployment deployment) : IAsyncLifetime
{
    /// <summary>How long a disturbance lasts.</summary>
    protected static TimeSpan Duration { get; } = TimeSpan.FromSeconds(Tier.Of(5, 60));

    /// <summary>The circuit breaker's pause, one attempt of the client to connect, and as much again for a busy machine.</summary>
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(10);

    private RedisServer _server = null!;
    private FaultProxy _proxy = null!;

    protected RedisServer Server => _server;

    protected FaultProxy Proxy => _proxy;

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

    /// <summary>Disturbed by what stays as it is until it is healed.</summary>
    protected Task WithAsync(Action begin)
    {
        ArgumentNullException.ThrowIfNull(begin);
        return DisturbAsync(async () =>
        {
            begin();
            await FaultAccount.PassAsync(Duration);
        });
    }

    /// <summary>Disturbed again and again.</summary>
    protected Task RepeatedlyAsync(Func<Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return DisturbAsync(async () =>
        {
            var start = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(start) < Duration)
            {
                await act();
                await FaultAccount.PassAsync(deployment.Step);
            }
        });
    }

    protected async Task DisturbAsync(Func<Task> disturb)
    {
        ArgumentNullException.ThrowIfNull(disturb);
        // Through the proxy, as StackExchange.Redis reads it.
        await using var account = await deployment.OpenAsync($"127.0.0.1:{_proxy.Port},abortConnect=false,connectTimeout=1000");
        await Eventually.HoldsAsync(() => account.Answers > 100);
        await disturb();
        _proxy.Heal();
        var recovery = await account.RecoverAsync();
        await account.SettleAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"everybody was served again after {recovery.TotalSeconds:0.0} s");
        Assert.InRange(recovery, TimeSpan.Zero, s_recovery);
    }
}
