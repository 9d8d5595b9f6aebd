using Azu.Sessions;
using Microsoft.AspNetCore.Http;
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
    public static AzuSessionsBuilder<TData> AddAzuSessions<TData>(this IServiceCollection services, Action<AzuSessionsOptions>? configure = null)
        where TData : notnull =>
        services.AddRequestParts().AddAzuSessionsCore<TData>(configure);

    /// <summary>Adds sessions of <typeparamref name="TData"/>, configured by a section of the application's configuration.</summary>
    /// <exception cref="InvalidOperationException">Sessions of that type were added already.</exception>
    public static AzuSessionsBuilder<TData> AddAzuSessions<TData>(this IServiceCollection services, IConfigurationSection section) where TData : notnull =>
        services.AddRequestParts().AddAzuSessionsCore<TData>(section);

    /// <summary>Adds untyped sessions. Their data are <see cref="SessionItems"/>.</summary>
    /// <exception cref="InvalidOperationException">Untyped sessions were added already.</exception>
    public static AzuSessionsBuilder<SessionItems> AddAzuSessions(this IServiceCollection services, Action<AzuSessionsOptions>? configure = null) =>
        services.AddRequestParts().AddAzuSessionsCore(configure);

    /// <summary>
    /// Replaces the page that a visitor sees when the session could not be read or stored. Programs get problem details instead. It is called only for
    /// requests that accept HTML, with the status, <c>Retry-After</c> and the content type <c>text/html</c> already set.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="page">
    /// Writes the page to the response. It can read the session, and cannot change it. If it throws before the response has started, the built-in page
    /// is sent. The last call counts.
    /// </param>
    public static IServiceCollection AddAzuSessionFailurePage(this IServiceCollection services, Func<HttpContext, SessionFailure, Task> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return services.AddSingleton(new FailurePage(page));
    }

    /// <summary>Adds, once, the guard of endpoints that require a session, and what keeps personal responses out of output caching.</summary>
    private static IServiceCollection AddRequestParts(this IServiceCollection services)
    {
        services.TryAddSingleton<RequirementPolicy>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, RequirementPolicy>(s => s.GetRequiredService<RequirementPolicy>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OutputCacheOptions>, PersonalCachePolicy>());
        return services;
    }
}
