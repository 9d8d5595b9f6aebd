namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>A PostgreSQL behind a proxy, an application on it that people use, and the account that is settled after a disturbance.</summary>
public abstract class DisturbedPostgres : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private FaultProxy _proxy = null!;

    /// <summary>How long a disturbance lasts.</summary>
    protected static TimeSpan Duration { get; } = TimeSpan.FromSeconds(Tier.Of(5, 60));

    protected PostgresServer Server => _server;

    protected FaultProxy Proxy => _proxy;

    /// <summary>Through the proxy.</summary>
    protected string Connection => Server.Through(Proxy.Port);

    public async ValueTask InitializeAsync()
    {
        _server = await StartServerAsync();
        _proxy = new(_server.Port);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual Task<PostgresServer> StartServerAsync() => PostgresServer.StartAsync();

    /// <summary>Opens the application.</summary>
    private protected virtual Task<FaultAccount> OpenAsync() =>
        FaultAccount.OpenAsync(b => b.UseDatabaseStore(Connection, d => d.MigrateOnStart = true), customers: 8);

    /// <summary>Disturbs at once, for as long as it takes.</summary>
    protected Task WithAsync(Action begin) => DisturbAsync(async () =>
    {
        begin();
        await FaultAccount.PassAsync(Duration);
    });

    protected static async Task RepeatedlyAsync(TimeSpan step, Func<Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        for (var passed = TimeSpan.Zero; passed < Duration; passed += step)
        {
            await act();
            await FaultAccount.PassAsync(step);
        }
    }

    /// <param name="disturb">Disturbs, and ends the disturbance where it is not the proxy's.</param>
    /// <param name="fails">Whether visitors must have noticed.</param>
    protected async Task DisturbAsync(Func<Task> disturb, bool fails = true)
    {
        ArgumentNullException.ThrowIfNull(disturb);
        await using var account = await OpenAsync();
        await Eventually.HoldsAsync(() => account.Answers > 100);
        await disturb();
        _proxy.Heal();
        var recovery = await account.RecoverAsync();
        await account.SettleAsync();
        if (fails) Assert.NotEqual(0, account.Failures);
        TestContext.Current.TestOutputHelper!.WriteLine($"everybody was served again after {recovery.TotalSeconds:0.0} s");
    }
}
