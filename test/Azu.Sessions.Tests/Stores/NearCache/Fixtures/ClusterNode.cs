using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Tests;

/// <summary>One process of a cluster, without HTTP: what the middleware does with the engine, a test does by hand.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private bool _isStopped;

    public ClusterNode(
        SharedServer server,
        ManualTimeProvider clock,
        Action<AzuSessionsOptions>? options = null,
        Action<NearCacheOptions>? cluster = null,
        Action<AzuSessionsBuilder<Customer>>? build = null,
        Func<AnnouncingStore, ISessionStore>? store = null)
    {
        (Server, Clock) = (server, clock);
        Backing = new(server, clock);
        Calls = new(Backing);
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddMetrics();
        services.AddSingleton<TimeProvider>(clock);
        var builder = services.AddAzuSessionsCore<Customer>(o =>
        {
            o.Secret = Secret(1);
            o.TouchInterval = TimeSpan.FromMinutes(3);
            options?.Invoke(o);
        }).UsePreset(SessionPreset.Testing).UseStore(_ => store?.Invoke(Backing) ?? Calls).WithNearCache(Leased + cluster).WithResilience(r =>
        {
            r.AttemptTimeout = TimeSpan.FromSeconds(30);
            r.TotalTimeout = TimeSpan.FromSeconds(60);
            r.Retry.MaxAttempts = 1;
            r.CircuitBreaker.FailureThreshold = 10_000;
        });
        build?.Invoke(builder);
        _services = services.BuildServiceProvider();
    }

    /// <summary>Copies that outlive the bound. Tests of the default take <see cref="Default"/>.</summary>
    public static Action<NearCacheOptions> Leased { get; } = c => c.TimeToLive = TimeSpan.FromMinutes(5);

    /// <summary>Copies that end within the bound.</summary>
    public static Action<NearCacheOptions> Default { get; } = c => c.TimeToLive = null;

    public SharedServer Server { get; }

    public ManualTimeProvider Clock { get; }

    /// <summary>This node's way to the server.</summary>
    public AnnouncingStore Backing { get; }

    /// <summary>Counts what this node asks the server for.</summary>
    public CountedStore Calls { get; }

    public TestBackplane Backplane => Backing.Backplane;

    public LogSink Log { get; } = new();

    public IServiceProvider Services => _services;

    public SessionEngine<Customer> Engine => _services.GetRequiredService<SessionEngine<Customer>>();

    public SessionManager<Customer> Manager => _services.GetRequiredService<SessionManager<Customer>>();

    public ISessionLoader Loader => _services.GetRequiredService<ISessionLoader>();

    public NearCache Cache => Engine.Node!.Cache;

    public NearCacheStatistics Statistics => Engine.Node!.Statistics;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string Secret(byte first) => Convert.ToHexStringLower([.. Enumerable.Range(first, 32).Select(i => (byte)i)]);

    public async Task StartAsync(bool waits = true)
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StartAsync(Token);
        if (waits) await Eventually.HoldsAsync(() => Statistics.IsLeaseHeld != false);
    }

    public async Task StopAsync()
    {
        if (_isStopped) return;
        _isStopped = true;
        foreach (var service in _services.GetServices<IHostedService>()) await service.StopAsync(CancellationToken.None);
    }

    /// <summary>There is nothing to stop: it was never started, and could not be.</summary>
    public Task ForgetAsync()
    {
        _isStopped = true;
        return Task.CompletedTask;
    }

    /// <summary>A request with this cookie.</summary>
    public async Task<Session<Customer>> LoadAsync(string cookie, StalenessPolicy terms = StalenessPolicy.None)
    {
        Assert.Equal(TokenReading.Valid, Loader.CookieFormat.Read(cookie, out var token));
        return (Session<Customer>)await Loader.LoadAsync(new(cookie.AsMemory(), token), null, terms, Token);
    }

    /// <summary>One whole request.</summary>
    public async Task<Session<Customer>> RequestAsync(string cookie, Action<Session<Customer>>? act = null, StalenessPolicy terms = StalenessPolicy.None)
    {
        var session = await LoadAsync(cookie, terms);
        act?.Invoke(session);
        await ((IRequestSession)session).CommitAsync();
        return session;
    }

    /// <summary>A stored session; returns its cookie.</summary>
    public async Task<string> CreateAsync(Customer? data = null, string? subject = null) =>
        (await Manager.CreateAsync(data ?? new(), subject, null, Token)).Token;

    /// <summary>Counts one instrument of this node from here on.</summary>
    public MeterReading Meter(string instrument) => new(_services.GetRequiredService<IMeterFactory>(), instrument, Engine);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }
}
