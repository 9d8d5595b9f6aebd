using Azu.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes <c>HttpContext.User</c> of a session.</summary>
public static class AzuSessionsAuthenticationBuilderExtensions
{
    /// <summary>
    /// Adds a scheme under which the visitor is the subject of the session: <c>[Authorize]</c>, roles, policies and <c>User</c> work on it. It is the default
    /// scheme where the application names none. <c>app.UseAzuSessions()</c> then adds UseAuthentication and UseAuthorization behind itself.
    /// </summary>
    /// <param name="builder">What <c>AddAuthentication</c> returns.</param>
    /// <param name="configure">Says which claims a session has.</param>
    /// <exception cref="InvalidOperationException">The session type has a scheme already.</exception>
    public static AuthenticationBuilder AddAzuSessions<TData>(this AuthenticationBuilder builder,
        Action<AzuSessionsAuthenticationOptions<TData>>? configure = null) where TData : notnull =>
        builder.AddAzuSessions(AzuSessionsDefaults.AuthenticationScheme, configure);

    /// <inheritdoc cref="AddAzuSessions{TData}(AuthenticationBuilder, Action{AzuSessionsAuthenticationOptions{TData}})"/>
    /// <param name="builder">What <c>AddAuthentication</c> returns.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <param name="configure">Says which claims a session has.</param>
    public static AuthenticationBuilder AddAzuSessions<TData>(this AuthenticationBuilder builder, string authenticationScheme,
        Action<AzuSessionsAuthenticationOptions<TData>>? configure = null) where TData : notnull
    {
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        var services = builder.Services;
        if (services.Any(d => d.ImplementationInstance is SessionScheme scheme && scheme.DataType == typeof(TData)))
            throw new InvalidOperationException($"The sessions of {typeof(TData).Name} have an authentication scheme already. Add one for each session type.");

        var options = services.AddOptions<AzuSessionsAuthenticationOptions<TData>>();
        if (configure is not null) options.Configure(configure);
        var scheme = new SessionScheme(authenticationScheme, typeof(TData));
        services.AddSingleton(scheme);
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<SessionPrincipals<TData>>(s, scheme));
        services.AddSingleton<ISessionPrincipals>(s => s.GetRequiredService<SessionPrincipals<TData>>());
        services.AddTransient<SessionAuthenticationHandler<TData>>();
        services.Configure<AuthenticationOptions>(o => o.AddScheme<SessionAuthenticationHandler<TData>>(authenticationScheme, displayName: null));
        services.PostConfigure<AuthenticationOptions>(o =>
        {
            if (o.DefaultAuthenticateScheme is null) o.DefaultScheme ??= authenticationScheme;
        });

        services.AddAuthorization();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, SessionPipelineCheck>());
        if (!services.Any(d => d.ImplementationType == typeof(OutageResultHandler)))
        {
            services.AddSingleton<IAuthorizationMiddlewareResultHandler, OutageResultHandler>();
        }

        return builder;
    }
}
