using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Azu.Sessions;

/// <summary>Says how the sessions of one type are kept. Every method returns the builder.</summary>
public sealed class AzuSessionsBuilder<TData> where TData : notnull
{
    private readonly SessionSettings<TData> _settings;

    internal AzuSessionsBuilder(IServiceCollection services, SessionSettings<TData> settings) => (Services, _settings) = (services, settings);

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name under which <c>IOptionsMonitor</c> has the options of these sessions, those of their store included.</summary>
    public string OptionsName => SessionTypeName.Of<TData>();

    /// <summary>The section that configures these sessions, for a package that brings a store; null: code does.</summary>
    public IConfigurationSection? Configuration => _settings.Section;

    /// <summary>
    /// Keeps sessions in the memory of this process: fast, bounded, gone with a restart. Not for several nodes. Outside of Development it warns once
    /// at start-up; a preset for the open network that is chosen by name refuses it.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another store was chosen already. So for every method that chooses one.</exception>
    public AzuSessionsBuilder<TData> UseMemoryStore(Action<MemoryStoreOptions>? configure = null)
    {
        Choose(isRepeatable: _settings.IsMemoryStore, services =>
            new MemoryStore(services.OptionsOf<MemoryStoreOptions, TData>(), services.GetService<TimeProvider>() ?? TimeProvider.System));
        Configure(configure);
        _settings.IsMemoryStore = true;
        _settings.IsStoreLocal = true;
        _settings.Connect = MemoryStoreReports.Connect;
        return this;
    }

    /// <summary>
    /// Keeps sessions in the cookie, sealed: nothing on the server, and therefore no lists, no versions (the last write wins), and 4096 bytes.
    /// </summary>
    public AzuSessionsBuilder<TData> UseCookieStore(Action<CookieStoreOptions>? configure = null)
    {
        Choose(isRepeatable: _settings.CookieStore is not null, null);
        _settings.CookieStore ??= new(Services, OptionsName + ".Revocations", Configuration?.GetSection("Revocations"));
        configure?.Invoke(_settings.CookieStore);
        return this;
    }

    /// <summary>
    /// Keeps sessions in a store of the application's own. A registration of <typeparamref name="TStore"/> that is there counts; otherwise the
    /// service container makes one, as a singleton.
    /// </summary>
    public AzuSessionsBuilder<TData> UseStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, ISessionStore
    {
        Services.TryAddSingleton<TStore>();
        return UseKeptStore(services => services.GetRequiredService<TStore>());
    }

    /// <summary>
    /// Keeps sessions in this store, which stays the application's. It is used through the retries, deadlines and circuit breaker of
    /// <see cref="WithResilience"/>.
    /// </summary>
    public AzuSessionsBuilder<TData> UseStore(ISessionStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return UseKeptStore(_ => store);
    }

    /// <summary>
    /// Keeps sessions in the store that <paramref name="store"/> makes, once. The service container disposes it with the application, as whatever
    /// its factories make. It is used through the retries, deadlines and circuit breaker of <see cref="WithResilience"/>.
    /// </summary>
    public AzuSessionsBuilder<TData> UseStore(Func<IServiceProvider, ISessionStore> store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Services.Replace(ServiceDescriptor.Singleton(services => new MadeStore<TData>(store(services))));
        return UseKeptStore(services => services.GetRequiredService<MadeStore<TData>>().Store);
    }

    /// <summary>Keeps sessions in a store that something else disposes.</summary>
    internal AzuSessionsBuilder<TData> UseKeptStore(Func<IServiceProvider, ISessionStore> store)
    {
        Choose(isRepeatable: false, store);
        return this;
    }

    /// <summary>
    /// Keeps copies of sessions in this node's memory, in front of any store that nodes share. A revoked session can be seen for
    /// <see cref="NearCacheOptions.MaxRevocationLag"/> at most. Where sessions are configured by a section, its part <c>NearCache</c> counts before
    /// <paramref name="configure"/>. Start-up fails where the store is not shared, or does not announce what a longer
    /// <see cref="NearCacheOptions.TimeToLive"/> needs.
    /// </summary>
    /// <param name="configure">Sets bounds.</param>
    public AzuSessionsBuilder<TData> WithNearCache(Action<NearCacheOptions>? configure = null)
    {
        _settings.HasNearCache = true;
        return Configure(configure);
    }

    /// <summary>Has a store that can do so announce what this process changes, to nodes that may keep copies. For tools, which keep none.</summary>
    internal AzuSessionsBuilder<TData> AnnounceChanges()
    {
        _settings.IsAnnouncing = true;
        return this;
    }

    /// <summary>
    /// Sets the defaults of a preset. What the application sets itself counts, whatever the order of the calls. Without this call the environment
    /// decides: <see cref="SessionPreset.Development"/> in Development, <see cref="SessionPreset.Production"/> everywhere else.
    /// </summary>
    public AzuSessionsBuilder<TData> UsePreset(SessionPreset preset)
    {
        _settings.Preset = preset;
        return this;
    }

    /// <summary>Deadlines, repetitions and circuit breaker for a store that can fail.</summary>
    public AzuSessionsBuilder<TData> WithResilience(Action<SessionResilienceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Configure(configure);
    }

    /// <summary>Seals the payload of sessions before the store sees it. On by itself except in the presets Development and Testing.</summary>
    public AzuSessionsBuilder<TData> WithEncryption(Action<SessionEncryptionOptions>? configure = null)
    {
        Services.Configure<SessionEncryptionOptions>(OptionsName, options => options.IsEnabled = true);
        return Configure(configure);
    }

    /// <summary>Takes keys from somewhere else than the options.</summary>
    internal AzuSessionsBuilder<TData> UseKeySource(Func<IServiceProvider, ISessionKeySource> source)
    {
        _settings.KeySource = source;
        return this;
    }

    /// <summary>Compresses the payload of sessions with gzip, before it is sealed.</summary>
    public AzuSessionsBuilder<TData> WithCompression(Action<SessionCompressionOptions>? configure = null)
    {
        _settings.IsCompressing = true;
        return Configure(configure);
    }

    /// <summary>Binds sessions to the client that they began with; the same as setting <see cref="AzuSessionsOptions.Binding"/>.</summary>
    public AzuSessionsBuilder<TData> WithClientBinding(Action<SessionBindingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Configure<AzuSessionsOptions>(options => configure(options.Binding));
    }

    /// <summary>Reads and writes the data by generated code. Needed where reflection is off: trimming, native AOT.</summary>
    public AzuSessionsBuilder<TData> WithJsonContext(JsonSerializerContext context)
    {
        _settings.JsonContext = context;
        return this;
    }

    /// <summary>Makes sessions findable by a value of their data, through <c>SessionManager.ListByIndexAsync</c>. Null: not under this one.</summary>
    public AzuSessionsBuilder<TData> IndexBy(string name, Func<TData, string?> value)
    {
        _settings.Indexes.Add(new(ExactText.Check(name), value));
        return this;
    }

    /// <summary>Tells <typeparamref name="TEvents"/> what happens to sessions. One instance serves all requests.</summary>
    public AzuSessionsBuilder<TData> AddEvents<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEvents>()
        where TEvents : SessionEvents<TData>
    {
        Services.AddSingleton<SessionEvents<TData>, TEvents>();
        return this;
    }

    private AzuSessionsBuilder<TData> Configure<TOptions>(Action<TOptions>? configure) where TOptions : class
    {
        if (configure is not null) Services.Configure(OptionsName, configure);
        return this;
    }

    /// <summary>One store is chosen, once. The memory and the cookie store may be named again to configure more of them.</summary>
    private void Choose(bool isRepeatable, Func<IServiceProvider, ISessionStore>? store)
    {
        if (_settings.HasStore && !isRepeatable)
            throw new InvalidOperationException($"Two stores were chosen for the sessions of {typeof(TData).Name}, and sessions are kept in one. Keep one " +
                "of the calls of UseMemoryStore, UseCookieStore, UseStore or another Use…Store.");
        _settings.HasStore = true;
        _settings.Store = store;
    }
}
