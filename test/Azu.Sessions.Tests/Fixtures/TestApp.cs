using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Tests;

/// <summary>
/// An application with sessions and without HTTP: what the middleware does with the engine, a test does by hand. All its requests share one
/// memory store, which a test may put behind faults.
/// </summary>
internal sealed class TestApp<TData> : IAsyncDisposable where TData : notnull
{
    private readonly ServiceProvider _services;

    /// <param name="options">The application's own options.</param>
    /// <param name="faults">Puts wrappers around the memory store. Calls then go through deadlines, breaker and coalescing as well.</param>
    /// <param name="build">More calls on the builder.</param>
    /// <param name="memory">The store of an earlier application: this one is its next deploy.</param>
    /// <param name="clock">The clock of an earlier application.</param>
    public TestApp(
        Action<AzuSessionsOptions>? options = null,
        Func<ISessionStore, ISessionStore>? faults = null,
        Action<AzuSessionsBuilder<TData>>? build = null,
        MemoryStore? memory = null,
        ManualTimeProvider? clock = null)
    {
        Clock = clock ?? new();
        Memory = memory ?? new(new(), Clock);
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddMetrics();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Log);
        var builder = services.AddAzuSessionsCore<TData>(o =>
        {
            o.Secret = Convert.ToHexStringLower([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
            options?.Invoke(o);
        }).UsePreset(SessionPreset.Testing);
        // A gate holds a call for as long as the test likes; tests of deadlines and breakers set their own.
        builder.WithResilience(r =>
        {
            r.AttemptTimeout = TimeSpan.FromSeconds(30);
            r.TotalTimeout = TimeSpan.FromSeconds(60);
            r.Retry.MaxAttempts = 1;
            r.CircuitBreaker.FailureThreshold = 10_000;
        });
        build?.Invoke(builder);
        if (!HasStore(services)) builder.UseStore(new IndexedStore(faults?.Invoke(Memory) ?? Memory, Memory));
        _services = services.BuildServiceProvider();
    }

    public ManualTimeProvider Clock { get; }

    public MemoryStore Memory { get; }

    public LogSink Log { get; } = new();

    public IServiceProvider Services => _services;

    public SessionEngine<TData> Engine => _services.GetRequiredService<SessionEngine<TData>>();

    public SessionManager<TData> Manager => _services.GetRequiredService<SessionManager<TData>>();

    public ISessionLoader Loader => _services.GetRequiredService<ISessionLoader>();

    public async Task StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A visitor without a cookie.</summary>
    public Session<TData> New(ClientTraits? client = null) => (Session<TData>)Loader.New(client);

    /// <summary>A request with this cookie.</summary>
    public async Task<Session<TData>> LoadAsync(string? cookie) =>
        cookie is not null && Loader.CookieFormat.Read(cookie, out var token) == TokenReading.Valid
            ? (Session<TData>)await Loader.LoadAsync(new(cookie.AsMemory(), token), null, StalenessPolicy.None, TestContext.Current.CancellationToken)
            : New();

    /// <summary>A stored session that holds <paramref name="data"/>; returns its cookie.</summary>
    public async Task<string> CreateAsync(TData data, string? subject = null) =>
        (await Manager.CreateAsync(data, subject, null, TestContext.Current.CancellationToken)).Token;

    /// <summary>One whole request.</summary>
    public async Task<Session<TData>> RequestAsync(string? cookie, Action<Session<TData>> act)
    {
        var session = await LoadAsync(cookie);
        act(session);
        await session.CommitAsync();
        return session;
    }

    /// <summary>What is stored now.</summary>
    public async Task<SessionRecord?> RecordAsync(SessionId id) => await Memory.FindAsync(id, TestContext.Current.CancellationToken);

    /// <summary>What another request would see now.</summary>
    public async Task<TData> StoredAsync(SessionId id)
    {
        var record = await RecordAsync(id) ?? throw new InvalidOperationException($"Session {id} is not stored.");
        Assert.Equal(PayloadReading.Read, SessionPayload.TryRead(record.Payload, out var payload));
        return Engine.Json.Deserialize(payload.Data, out _);
    }

    /// <summary>Counts one instrument of this application from here on.</summary>
    public MetricCount Count(string instrument) => new(_services.GetRequiredService<IMeterFactory>(), instrument, Engine);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static bool HasStore(ServiceCollection services) =>
        services.Select(s => s.ImplementationInstance).OfType<SessionSettings<TData>>().Single().HasStore;
}
