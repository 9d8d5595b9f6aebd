using Azu.Sessions;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds sessions to a web application.</summary>
public static class AzuSessionsServiceCollectionExtensions
{
    /// <summary>Adds sessions of <typeparamref name="TData"/>. The first type that is added is the default one. Choose a store on the builder.</summary>
    /// <exception cref="InvalidOperationException">Sessions of that type were added already.</exception>
    public static AzuSessionsBuilder<TData> AddAzuSessions<TData>(this IServiceCollection services, Action<AzuSessionOptions>? configure = null) where TData : notnull =>
        services.AddRequestParts().AddAzuSessionsCore<TData>(configure);

    /// <summary>Adds sessions of <typeparamref name="TData"/>, configured by a section of the application's configuration.</summary>
    /// <exception cref="InvalidOperationException">Sessions of that type were added already.</exception>
    public static AzuSessionsBuilder<TData> AddAzuSessions<TData>(this IServiceCollection services, IConfigurationSection section) where TData : notnull =>
        services.AddRequestParts().AddAzuSessionsCore<TData>(section);

    /// <summary>Adds untyped sessions. Their data are <see cref="SessionItems"/>.</summary>
    /// <exception cref="InvalidOperationException">Untyped sessions were added already.</exception>
    public static AzuSessionsBuilder<SessionItems> AddAzuSessions(this IServiceCollection services, Action<AzuSessionOptions>? configure = null) =>
        services.AddRequestParts().AddAzuSessionsCore(configure);

    /// <summary>Adds, once, the guard of endpoints that require a session, and what keeps personal responses out of output caching.</summary>
    private static IServiceCollection AddRequestParts(this IServiceCollection services)
    {
        services.TryAddSingleton<RequirementPolicy>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, RequirementPolicy>(s => s.GetRequiredService<RequirementPolicy>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OutputCacheOptions>, PersonalCachePolicy>());
        return services;
    }
}
