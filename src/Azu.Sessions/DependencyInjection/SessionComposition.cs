using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Puts an engine together from what the application asked for.</summary>
internal static class SessionComposition
{
    public static SessionEngine<TData> Create<TData>(IServiceProvider services) where TData : notnull
    {
        var settings = services.GetRequiredService<SessionSettings<TData>>();
        var preset = PresetInUse.Of(settings.Preset, services);
        var options = services.OptionsOf<AzuSessionsOptions, TData>();
        var resilience = services.OptionsOf<SessionResilienceOptions, TData>();
        var encryption = services.OptionsOf<SessionEncryptionOptions, TData>();
        var nearCache = settings.HasNearCache ? services.OptionsOf<NearCacheOptions, TData>() : null;
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(SessionLog.Category);
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var limited = new LimitedLog(log, time);
        var metrics = new SessionMetrics(services.GetService<IMeterFactory>(), typeof(TData).Name);
        var application = options.ApplicationName ?? services.GetService<IConfiguration>()?["SESSION_APPLICATION"] ?? "azu";

        var listStore = settings.CookieStore?.RevocationStore?.Invoke(services);
        var listed = listStore is null ? null : StorePipeline.Remote(listStore, resilience, metrics, limited);
        var revocations = listed is null ? null : new RevocationList(listed.Store, listed.Index, new(application, options.Cookie.FullName), time);
        var innermost = settings.CookieStore is null ? (settings.Store ?? throw NoStore<TData>())(services) : new SelfContainedWrites();
        StoreCapabilityValidator.Check(innermost, settings.Preset, options, settings.Indexes.Count > 0, nearCache);
        if (revocations is not null) StoreCapabilityValidator.CheckRevocations(options);
        if (PresetDefaults.IsHardened(preset) && StoreCapabilityValidator.EndsWithTheProcess(innermost)) services.GetRequiredService<ShortLivedStoreWarning>()
            .Warn(log, innermost);

        var keys = SessionKeys.Create(services, settings.KeySource, options, preset, log);
        log.Keys(typeof(TData).Name, keys.ToString());
        Func<ISessionStore, ISessionNodes?, ClusterNode>? join = nearCache is null ? null
            : (store, nodes) => new(innermost, store, nodes, new(keys, application, options.Cookie.FullName, time), nearCache, metrics, time, log);
        // What it hears is for nodes with copies: nothing here listens.
        if (settings.IsAnnouncing
            && innermost is IAnnouncingStore announcing) announcing.AnnounceWith(new ClusterMessages(keys, application, options.Cookie.FullName, time));
        var chain = settings.CookieStore is not null ? new(innermost, null, listed?.Calls, null, new FoundPresence(innermost))
            : settings.IsStoreLocal ? StorePipeline.Local(innermost, metrics)
            : StorePipeline.Remote(innermost, resilience, metrics, limited, join);
        var store = chain.Store;
        var sealing = new PayloadEncryptorFactory(encryption, keys, application, options.Cookie.FullName, time);
        var json = new SessionSerializer<TData>(settings.JsonContext);
        // A sealed cookie seals the record as a whole, its payload included.
        var isSealingPayloads = settings.CookieStore is null && (encryption.IsEnabled ?? PresetDefaults.IsHardened(preset));
        var codec = SessionCodecFactory.Create(isSealingPayloads
            ? sealing.Create("payload")
            : null, settings.IsCompressing ? services.OptionsOf<SessionCompressionOptions, TData>() : null, options);
        ISessionCookieFormat format = settings.CookieStore is null
            ? new ReferenceCookie(new(keys, application, options.Cookie.FullName), store, chain.Presence, chain.Node?.Cache)
            : new SelfContainedCookie(sealing.Create("cookie"), keys, options, revocations, time);
        var lifetime = SessionLifetime.From(options);
        var indexes = new SessionIndexes<TData>(settings.Indexes);
        var binding = new ClientBinding(keys, options.Binding);
        var retryAfter = resilience.CircuitBreaker.BreakDuration;
        var turns = new SessionTurns(resilience.TotalTimeout);
        var removals = new PendingRemovals(revocations is null ? RemovalBy(innermost, chain.Calls) : RemovalBy(revocations), time, log, limited);

        var notifier = new SessionNotifier<TData>(metrics, new(services.GetServices<SessionEvents<TData>>(), codec, json, log),
            services.GetRequiredService<SessionRaces>(), time);
        var tickets = new TicketProtector(sealing.Create("ticket"));
        var records = new SessionRecords<TData>(options, lifetime, codec, tickets, json, indexes, binding, time);
        var tokens = new SessionTokens(format, options.Cookie, lifetime, time);
        var stamps = new SubjectStamps(revocations, lifetime, time);
        var retry = new ConflictRetry(retryAfter);
        var removal = new SessionRemoval<TData>(store, revocations, notifier);
        var creation = new SessionCreation<TData>(store, records, stamps, tokens, removals);
        var limit = new SubjectLimit<TData>(options, store, chain.Index, removal);
        var update = new SessionUpdate<TData>(options, store, turns, retry, records, tokens, notifier);
        var touch = new SessionTouch(store, lifetime, tokens, time, log);
        var takeover = new SessionTakeover<TData>(store, turns, retry, records, stamps, tokens, notifier);
        var operations = new SessionOperations<TData>
        {
            Commit = new(options, retryAfter, creation, update, touch, notifier, new(time, metrics, log)),
            SignIn = new(options, retryAfter, binding, limit, takeover, creation, removal, notifier),
            Ending = new(options, retryAfter, removal, removals, tokens, time, limited),
            SubjectRevocation = new(store, chain.Index, revocations, removal, retryAfter),
            Tokens = tokens,
            Tickets = tickets,
            Notifier = notifier,
            Lifetime = lifetime,
            CookieFormat = format,
            Time = time,
            RetryAfter = retryAfter,
        };
        var isChecking = !settings.IsStoreLocal && settings.CookieStore is null && !isSealingPayloads;
        var engine = new SessionEngine<TData>
        {
            Options = options,
            Store = store,
            Index = chain.Index,
            Audit = innermost is not ISessionAudit audit ? null : chain.Calls is { } limits ? new ResilientAudit(audit, limits) : audit,
            Node = chain.Node,
            Nodes = chain.Nodes,
            Calls = chain.Calls,
            Prepared = (listStore ?? innermost) as IPreparedStore,
            Time = time,
            CookieFormat = format,
            Revocations = revocations,
            Json = json,
            Codec = codec,
            Indexes = indexes,
            Turns = turns,
            Loader = new(options, format, new(operations, codec, json, new(log), isChecking), binding, removals,
                new(removal, removals, tokens, notifier, limited), notifier, time, limited),
            Operations = operations,
            Creation = creation,
            Removal = removal,
            Limit = limit,
            Sweeper = new(chain.Index, revocations, notifier, options.CleanupInterval, time, log),
            Removals = removals,
            KeyRefresher = keys.CanRefresh ? new(keys, time, log) : null,
            Metrics = metrics,
            Log = log,
            Limited = limited,
            Clock = (listStore ?? innermost) is ISessionClock clock && chain.Calls is { } asked
                ? new(clock, (listStore ?? innermost).Name, asked, time, log)
                : null,
            Devices = options.DetectNewClients ? new(keys, application, options.Cookie.FullName) : null,
            Forms = new(keys, application, options.Cookie.FullName),
            NeedsClient = binding.IsEnabled || options.RecordClient,
        };
        settings.Connect?.Invoke(innermost, engine);
        return engine;
    }

    /// <summary>One attempt at a removal that the store did not confirm.</summary>
    private static Func<SessionId, PendingRemoval, CancellationToken, ValueTask> RemovalBy(ISessionStore store, StoreCalls? calls) =>
        async (id, removal, cancellationToken) =>
    {
        foreach (var condition in removal.Conditions)
        {
            var result = calls is null
                ? await store.RemoveAsync(id, condition, removal.Reason, actor: null, cancellationToken)
                : await calls.Background.AskAsync(
                    (store, id, condition, removal.Reason), static (call, token) =>
                        call.store.RemoveAsync(call.id, call.condition, call.Reason, actor: null, token), cancellationToken);
            if (result.IsRemoved) return;
        }
    };

    /// <summary>The same where the cookie is the session: it is noted in the list.</summary>
    private static Func<SessionId, PendingRemoval, CancellationToken, ValueTask> RemovalBy(RevocationList revocations) =>
        (_, removal, cancellationToken) => removal.Sealed is { } session ? revocations.RevokeAsync(session, cancellationToken) : default;

    private static InvalidOperationException NoStore<TData>() =>
        new($"No store was chosen for the sessions of {typeof(TData).Name}. Add .UseMemoryStore() or another store where they are added.");
}
