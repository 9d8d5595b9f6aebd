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
        var options = services.GetRequiredService<IOptionsMonitor<AzuSessionOptions>>().Get(SessionTypeName.Of<TData>());
        var mistakes = SessionResilienceValidator.Validate(settings.Resilience).ToList();
        if (mistakes.Count > 0) throw new OptionsValidationException(nameof(SessionResilienceOptions), typeof(SessionResilienceOptions), mistakes);
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(SessionLog.Category);
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var metrics = new SessionMetrics(services.GetService<IMeterFactory>(), typeof(TData).Name);
        var application = options.ApplicationName ?? services.GetService<IConfiguration>()?["SESSION_APPLICATION"] ?? "azu";

        var revocations = settings.CookieStore?.RevocationStore is { } revokeIn
            ? new RevocationList(Wrap(revokeIn(services), isLocal: false, settings.Resilience, metrics, log), time, options.AbsoluteTimeout ?? options.IdleTimeout)
            : null;
        var innermost = settings.CookieStore is null ? (settings.Store ?? throw NoStore<TData>())(services) : new SealedWrites(revocations);
        StoreFitness.Check(innermost, settings.Preset, options, settings.Indexes.Count > 0);
        var store = settings.CookieStore is null ? Wrap(innermost, settings.IsStoreLocal, settings.Resilience, metrics, log) : innermost;

        var keys = SessionKeys.Create(services, settings.KeySource, options, settings.Preset, log);
        log.Keys(typeof(TData).Name, keys);
        var sealing = new SealerFactory(settings.Encryption, keys, application, options.Cookie.FullName, time);
        var json = new SessionSerializer<TData>(settings.JsonContext);
        // A sealed cookie seals the record as a whole, its payload included.
        var isSealingPayloads = settings.CookieStore is null && (settings.Encryption.IsEnabled ?? PresetDefaults.IsHardened(settings.Preset));
        var codec = SessionCodecFactory.Create(isSealingPayloads ? sealing.Create("payload") : null, settings.Compression, options);
        var engine = new SessionEngine<TData>
        {
            Options = options,
            Store = store,
            Index = innermost as ISessionIndex,
            Time = time,
            Carrier = settings.CookieStore is null
                ? new ReferenceCarrier(new(keys, application, options.Cookie.FullName), store)
                : new SealedCarrier(sealing.Create("cookie"), keys, options, revocations),
            Revocations = revocations,
            Json = json,
            Codec = codec,
            Binding = new(keys, options.Binding),
            Indexes = new(settings.Indexes),
            Lifetime = SessionLifetime.From(options),
            Events = new(services.GetServices<SessionEvents<TData>>(), codec, json, log),
            Removals = new(store, time, log),
            KeyRefresher = keys.CanRefresh ? new(keys, time, log) : null,
            Hidden = new(log),
            Ephemeral = new(time, metrics, log),
            Metrics = metrics,
            Log = log,
            RetryAfter = settings.Resilience.CircuitBreaker.BreakDuration,
        };
        settings.Connect?.Invoke(innermost, engine);
        return engine;
    }

    /// <summary>The wrappers of a store, from the outside in. One in this process neither fails nor waits.</summary>
    private static InstrumentedStore Wrap(ISessionStore store, bool isLocal, SessionResilienceOptions resilience, SessionMetrics metrics, ILogger log) => isLocal
        ? new(store, metrics)
        : new(new CoalescingStore(new ResilientStore(new OwnReplyStore(store, log), resilience)), metrics);

    private static InvalidOperationException NoStore<TData>() =>
        new($"No store was chosen for the sessions of {typeof(TData).Name}. Add .UseMemoryStore() or another store to AddAzuSessions<{typeof(TData).Name}>().");
}
