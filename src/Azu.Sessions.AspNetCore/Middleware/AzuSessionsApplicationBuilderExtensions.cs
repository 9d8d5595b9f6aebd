using Azu.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts sessions into the pipeline.</summary>
public static class AzuSessionsApplicationBuilderExtensions
{
    /// <summary>
    /// Loads and commits the session of each request. After UseRouting if that is called explicitly, before UseAuthentication and UseAuthorization. With
    /// <c>AddAuthentication().AddAzuSessions</c> it adds those two behind itself, unless the application calls them there.
    /// </summary>
    /// <exception cref="InvalidOperationException">Sessions are not registered, or something does not fit; the message says what to change.</exception>
    public static IApplicationBuilder UseAzuSessions(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(AspNetCore.Session.ISessionStore)) == true)
            throw new InvalidOperationException("ASP.NET Core's own sessions are registered as well, and both would answer for HttpContext.Session. Remove " +
                "AddSession and UseSession: HttpContext.Session works with UseAzuSessions.");
        var loaders = services.GetServices<ISessionLoader>().ToArray();
        if (loaders.Length == 0)
            throw new InvalidOperationException("No sessions are registered. Call builder.Services.AddAzuSessions<…>() with a store first.");
        if (services.GetService<RequirementPolicy>() is null)
            throw new InvalidOperationException("AddAzuSessionsCore is for jobs and tools: it does not guard endpoints that require a session. Call " +
                "builder.Services.AddAzuSessions<…>() instead.");
        if (loaders.SelectMany(CookiesOf).GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } shared)
            throw new InvalidOperationException($"The sessions of {string.Join(" and ", shared.Select(c => c.Type.Name))} share the cookie '{shared.Key}'. " +
                "Give each its own Cookie.Name.");

        var isDevelopment = services.GetService<IHostEnvironment>()?.IsDevelopment() == true;
        var failures = new FailureAnswer(services.GetService<FailurePage>(), services.GetService<IProblemDetailsService>(), loaders[0].Log);
        var schemes = new SessionSchemes(services);
        if (schemes.Any && services.GetRequiredService<IAuthorizationMiddlewareResultHandler>() is not OutageResultHandler)
            throw new InvalidOperationException("IAuthorizationMiddlewareResultHandler is registered after AddAuthentication().AddAzuSessions<…>(), so an " +
                "outage of the store would send clients to the sign-in page. Register it before: it is still asked.");
        var shares = new SessionServices(loaders, schemes, services.GetRequiredService<IServiceScopeFactory>(), isDevelopment, failures);
        var order = new MiddlewareOrder(app, shares.Log);
        var authentication = AuthenticationPlacement.Begin(app, schemes);
        return app.Use(next =>
        {
            order.CheckPipeline();
            if (schemes.Any) shares.Plans.Check(services.GetService<EndpointDataSource>());
            return new AzuSessionsMiddleware(authentication?.Complete(next) ?? next, shares, order).InvokeAsync;
        });
    }

    private static IEnumerable<(string Name, Type Type)> CookiesOf(ISessionLoader loader)
    {
        yield return (loader.Options.Cookie.FullName, loader.DataType);
        if (WriteMarker.NameOf(loader) is { } marker) yield return (marker, loader.DataType);
        if (DeviceMarker.NameOf(loader) is { } device) yield return (device, loader.DataType);
    }
}
