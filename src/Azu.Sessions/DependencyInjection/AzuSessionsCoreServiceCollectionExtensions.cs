using Azu.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds sessions to jobs and tools. A web application calls <c>AddAzuSessions</c> of the package Azu.Sessions.AspNetCore.</summary>
public static class AzuSessionsCoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds sessions of <typeparamref name="TData"/> without HTTP, for <see cref="SessionManager{TData}"/>. The first type that is added is the
    /// default one. Choose a store on the builder.
    /// </summary>
    /// <exception cref="InvalidOperationException">Sessions of that type were added already.</exception>
    public static AzuSessionsBuilder<TData> AddAzuSessionsCore<TData>(this IServiceCollection services, Action<AzuSessionsOptions>? configure = null)
        where TData : notnull =>
        Add<TData>(services, configure, section: null);

    /// <summary>
    /// Adds sessions of <typeparamref name="TData"/> without HTTP, configured by a section of the application's configuration. Its parts
    /// <c>Resilience</c>, <c>Encryption</c>, <c>Compression</c>, <c>NearCache</c>, <c>MemoryStore</c> and those of other stores configure these.
    /// </summary>
    /// <exception cref="InvalidOperationException">Sessions of that type were added already.</exception>
    public static AzuSessionsBuilder<TData> AddAzuSessionsCore<TData>(this IServiceCollection services, IConfigurationSection section) where TData : notnull =>
        Add<TData>(services, options => section.Bind(options), section);

    /// <summary>Adds untyped sessions without HTTP. Their data are <see cref="SessionItems"/>.</summary>
    /// <exception cref="InvalidOperationException">Untyped sessions were added already.</exception>
    public static AzuSessionsBuilder<SessionItems> AddAzuSessionsCore(this IServiceCollection services, Action<AzuSessionsOptions>? configure = null) =>
        services.AddAzuSessionsCore<SessionItems>(configure);

    /// <summary>Writes the meter <c>Azu.Sessions</c> to the log at an interval, for applications without a metrics exporter.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="interval">How often; by default once a minute.</param>
    public static IServiceCollection AddAzuSessionMetricsLogging(this IServiceCollection services, TimeSpan? interval = null)
    {
        var every = interval ?? TimeSpan.FromMinutes(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero, nameof(interval));
        return services.AddHostedService(s =>
            new MetricsLogger(every, s.GetService<TimeProvider>() ?? TimeProvider.System, s.GetRequiredService<ILoggerFactory>()));
    }

    private static AzuSessionsBuilder<TData> Add<TData>(IServiceCollection services, Action<AzuSessionsOptions>? configure, IConfigurationSection? section)
        where TData : notnull
    {
        if (services.Any(s => s.ServiceType == typeof(SessionSettings<TData>)))
            throw new InvalidOperationException($"The sessions of {typeof(TData).Name} were added twice. Configure each session type once.");
        var settings = new SessionSettings<TData> { Section = section };
        var name = SessionTypeName.Of<TData>();
        services.AddSessionOptions(name, section);
        // The preset comes first in the line of configurations, so what the application sets counts, whenever UsePreset is called.
        var options = services.AddOptions<AzuSessionsOptions>(name)
            .Configure<IServiceProvider>((o, s) => PresetDefaults.Apply(PresetInUse.Of(settings.Preset, s), o));
        if (configure is not null) options.Configure(configure);
        options.PostConfigure<IServiceProvider>((o, s) => PresetDefaults.Complete(PresetInUse.Of(settings.Preset, s), o));

        services.TryAddSingleton<GeneratedSecretWarning>();
        services.TryAddSingleton<ShortLivedStoreWarning>();
        services.TryAddSingleton<SessionRaces>();
        services.TryAddScoped<SessionScope>();
        services.AddSingleton(settings);
        services.AddSingleton(SessionComposition.Create<TData>);
        services.AddSingleton(s => new SessionManager<TData>(s.GetRequiredService<SessionEngine<TData>>()));
        services.AddSingleton<ISessionHealth>(s => new SessionHealth<TData>(s.GetRequiredService<SessionEngine<TData>>()));
        services.AddSingleton<ISessionAdministration>(s =>
            new SessionAdministration<TData>(s.GetRequiredService<SessionEngine<TData>>(), s.GetRequiredService<SessionManager<TData>>()));
        services.AddSingleton<ISessionLoader>(s => s.GetRequiredService<SessionEngine<TData>>());
        services.AddScoped(s => s.GetRequiredService<SessionScope>().Get<TData>());
        // For every other type, so that a minimal API takes its session for a service and not for the body; making one says what to add.
        services.TryAddScoped(typeof(Session<>));
        services.AddHostedService<SessionStartup<TData>>();
        return new(services, settings);
    }
}
