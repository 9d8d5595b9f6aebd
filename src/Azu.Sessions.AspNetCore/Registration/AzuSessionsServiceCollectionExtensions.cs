using Azu.Sessions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds sessions to a web application.</summary>
public static class AzuSessionsServiceCollectionExtensions
{
    /// <summary>Adds sessions of <typeparamref name="TData"/>. The first type that is added is the default one. Choose a store on the builder.</summary>
    /// <exception cref="InvalidOperationException">Sessions of that type were added already.</exception>
    public static AzuSessionsBuilder<TData> AddAzuSessions<TData>(this IServiceCollection services, Action<AzuSessionOptions>? configure = null) where TData : notnull =>
        services.GuardRequirements().AddAzuSessionsCore<TData>(configure);

    /// <summary>Adds sessions of <typeparamref name="TData"/>, configured by a section of the application's configuration.</summary>
    /// <exception cref="InvalidOperationException">Sessions of that type were added already.</exception>
    public static AzuSessionsBuilder<TData> AddAzuSessions<TData>(this IServiceCollection services, IConfigurationSection section) where TData : notnull =>
        services.GuardRequirements().AddAzuSessionsCore<TData>(section);

    /// <summary>Adds untyped sessions. Their data are <see cref="SessionItems"/>.</summary>
    /// <exception cref="InvalidOperationException">Untyped sessions were added already.</exception>
    public static AzuSessionsBuilder<SessionItems> AddAzuSessions(this IServiceCollection services, Action<AzuSessionOptions>? configure = null) =>
        services.GuardRequirements().AddAzuSessionsCore(configure);

    /// <summary>Adds the guard of endpoints that require a session, once.</summary>
    private static IServiceCollection GuardRequirements(this IServiceCollection services)
    {
        services.TryAddSingleton<RequirementPolicy>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, RequirementPolicy>(s => s.GetRequiredService<RequirementPolicy>()));
        return services;
    }
}
