using Azu.Sessions.Conformance;

namespace Azu.Sessions.TestSupport;

/// <summary>An application whose store a test can look into, stop, break and count. No repetitions, no circuit breaker: what fails, fails once.</summary>
internal sealed class StoreApp : IAsyncDisposable
{
    private StoreApp(TestApp app, ReferenceStore records, FailingStore outage, GatedStore gates, CountingStore calls) =>
        (App, Records, Outage, Gates, Calls) = (app, records, outage, gates, calls);

    public TestApp App { get; }

    public ReferenceStore Records { get; }

    public FailingStore Outage { get; }

    public GatedStore Gates { get; }

    public CountingStore Calls { get; }

    public static async Task<StoreApp> StartAsync<TData>(
        Action<WebApplication> map,
        Action<AzuSessionsOptions>? options = null,
        Action<WebApplicationBuilder>? configure = null,
        Action<AzuSessionsBuilder<TData>>? sessions = null,
        ReferenceStore? records = null,
        string environment = "Development") where TData : notnull
    {
        records ??= new DurableStore();
        var outage = new FailingStore(records);
        var gates = new GatedStore(outage);
        var calls = new CountingStore(gates);
        var app = await TestApp.StartAsync(
            builder =>
            {
                var added = builder.Services.AddAzuSessions<TData>(options).UseStore(calls).WithResilience(Once);
                sessions?.Invoke(added);
                configure?.Invoke(builder);
            },
            map,
            environment);
        // The application asks its store at the start whether it is there.
        calls.Reset();
        return new(app, records, outage, gates, calls);
    }

    /// <summary>Every stored session.</summary>
    public IReadOnlyList<SessionRecord> Stored()
    {
        lock (Records.Data.Lock) return [.. Records.Data.Records.Values];
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public static void Once(SessionResilienceOptions resilience)
    {
        resilience.Retry.MaxAttempts = 1;
        resilience.CircuitBreaker.FailureThreshold = 1_000_000;
        resilience.AttemptTimeout = TimeSpan.FromSeconds(30);
        resilience.TotalTimeout = TimeSpan.FromSeconds(60);
    }
}

/// <summary>A store that survives restarts of everything but the test.</summary>
internal sealed class DurableStore : ReferenceStore
{
    public override string Name => "durable";

    // The wrappers around it list nothing.
    public override SessionCapabilities Capabilities => SessionCapabilities.Durable;
}
