using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>Puts an engine together from what the application asked for. The order of the store's wrappers stands here.</summary>
internal static class SessionEngineFactory
{
    public static SessionEngine<TData> Create<TData>(IServiceProvider services) where TData : notnull
    {
        var settings = services.GetRequiredService<SessionSettings<TData>>();
        var options = services.GetRequiredService<IOptionsMonitor<AzuSessionOptions>>().Get(NameOf<TData>());
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(SessionLog.Category);
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var metrics = new SessionMetrics(services.GetService<IMeterFactory>(), typeof(TData).Name);
        var configuration = services.GetService<IConfiguration>();

        var innermost = (settings.Store ?? throw NoStore<TData>())(services);
        StoreFitness.Check(innermost, settings.Preset, options, settings.Indexes.Count > 0);
        ISessionStore store = settings.IsStoreLocal
            ? new InstrumentedStore(innermost, metrics)
            : new InstrumentedStore(new CoalescingStore(new ResilientStore(new OwnReplyStore(innermost, log), settings.Resilience)), metrics);

        var json = new SessionSerializer<TData>(settings.JsonContext);
        var engine = new SessionEngine<TData>
        {
            Options = options,
            Store = store,
            Index = innermost as ISessionIndex,
            Time = time,
            Tokens = new(SessionKeys.Create(services, options, settings.Preset, log), options.ApplicationName ?? configuration?["SESSION_APPLICATION"] ?? "azu", options.Cookie.FullName),
            Json = json,
            Indexes = new(settings.Indexes),
            Lifetime = SessionLifetime.From(options),
            Events = new(services.GetServices<SessionEvents<TData>>(), json, log),
            Removals = new(store, time, log),
            Hidden = new(log),
            Ephemeral = new(time, metrics, log),
            Metrics = metrics,
            Log = log,
            RetryAfter = settings.Resilience.CircuitBreaker.BreakDuration,
        };
        settings.Connect?.Invoke(innermost, engine);
        return engine;
    }

    public static string NameOf<TData>() => typeof(TData).FullName ?? typeof(TData).Name;

    private static InvalidOperationException NoStore<TData>() =>
        new($"No store was chosen for the sessions of {typeof(TData).Name}. Add .UseMemoryStore() or another store to AddAzuSessions<{typeof(TData).Name}>().");
}
