using Azu.Sessions;
using Azu.Sessions.Dashboard;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the dashboard to an application.</summary>
public static class AzuSessionsDashboardExtensions
{
    /// <summary>
    /// Maps the dashboard for operators, with its API, under a path. Its endpoints evaluate the policies themselves, so the order of the middleware
    /// decides nothing. A page that is refused is a challenge; the API answers 401 and 403, and never redirects.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where: <c>/sessions</c>.</param>
    /// <param name="policy">What a caller must fulfil to see anything. Null: every caller sees everything, which only Development allows.</param>
    /// <param name="managePolicy">What a caller must also fulfil to end sessions. Null: the dashboard is read-only.</param>
    /// <param name="dataPolicy">
    /// What a caller must also fulfil to see the structure of a session's data, with masked values. Null: the dashboard shows no data.
    /// </param>
    /// <returns>The endpoints, for further conventions: a host, a rate limit.</returns>
    /// <exception cref="InvalidOperationException">
    /// There is no <paramref name="policy"/> outside Development, no policy of that name, no authorization, or there are no sessions.
    /// </exception>
    public static IEndpointConventionBuilder MapAzuSessionsDashboard(this IEndpointRouteBuilder endpoints, string pattern, string? policy = null,
        string? managePolicy = null, string? dataPolicy = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var services = endpoints.ServiceProvider;
        CheckPolicies(services, policy, [policy, managePolicy, dataPolicy]);
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(ISessionAdministration)) != true)
            throw new InvalidOperationException("The dashboard has no sessions to show. Call builder.Services.AddAzuSessions<TData>() before building.");

        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var figures = new NodeFigures(services.GetService<System.Diagnostics.Metrics.IMeterFactory>(), time);
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(figures.Dispose);
        services.GetRequiredService<SessionRaces>().Keep();

        var group = endpoints.MapGroup(pattern);
        // Looking is no use of the operator's own session, and changes nothing in it.
        group.WithMetadata(new WithSessionAttribute(SessionAccess.ReadOnly | SessionAccess.Passive));
        new DashboardEndpoints(new(policy, managePolicy, dataPolicy), figures, time).Map(group);
        return group;
    }

    private static void CheckPolicies(IServiceProvider services, string? policy, string?[] all)
    {
        if (policy is null && services.GetService<IHostEnvironment>()?.IsDevelopment() != true)
            throw new InvalidOperationException("The dashboard shows every session of the application, so outside Development it needs a policy. Write " +
                "MapAzuSessionsDashboard(\"/sessions\", policy: \"Operators\"), and define the policy with AddAuthorization.");
        var named = all.OfType<string>().ToList();
        if (named.Count == 0) return;
        if (services.GetService<IPolicyEvaluator>() is null || services.GetService<IAuthorizationPolicyProvider>() is not { } provider)
            throw new InvalidOperationException("The dashboard has policies, and the application has no authorization. Call " +
                "builder.Services.AddAuthorization().");
        foreach (var name in named)
        {
            // A provider that looks policies up elsewhere is asked with each request, and a policy that is missing then is a refusal.
            var found = provider.GetPolicyAsync(name);
            if (found is { IsCompletedSuccessfully: true, Result: null })
                throw new InvalidOperationException($"The dashboard names the policy '{name}', which the application does not define. Add it with " +
                    "AddAuthorization.");
        }
    }
}
