using Azu.Sessions;
using Azu.Sessions.Dashboard;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the page where users see their devices.</summary>
public static class AzuDevicesExtensions
{
    /// <summary>
    /// Maps the page where a user sees where the account is signed in, and signs devices out; for programs the same as JSON. It is about the default
    /// session type.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where: <c>/account/devices</c>.</param>
    /// <param name="configure">Sets the layout, and how recent a sign-in must be.</param>
    /// <returns>The endpoints, for further conventions.</returns>
    /// <exception cref="InvalidOperationException">There are no sessions.</exception>
    public static IEndpointConventionBuilder MapAzuDevices(this IEndpointRouteBuilder endpoints, string pattern, Action<DevicesOptions>? configure = null) =>
        Map(endpoints, pattern, configure, dataType: null, typeof(ISessionAdministration));

    /// <summary>The same for the sessions of <typeparamref name="TData"/>, where an application has several types.</summary>
    /// <inheritdoc cref="MapAzuDevices(IEndpointRouteBuilder, string, Action{DevicesOptions})"/>
    public static IEndpointConventionBuilder MapAzuDevices<TData>(this IEndpointRouteBuilder endpoints, string pattern,
        Action<DevicesOptions>? configure = null) where TData : notnull =>
        Map(endpoints, pattern, configure, typeof(TData), typeof(SessionManager<TData>));

    private static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string pattern, Action<DevicesOptions>? configure, Type? dataType,
        Type sessions)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var options = new DevicesOptions();
        configure?.Invoke(options);
        var services = endpoints.ServiceProvider;
        if (services.GetService<IServiceProviderIsService>()?.IsService(sessions) != true)
            throw new InvalidOperationException("The page of devices has no sessions to show. Call builder.Services.AddAzuSessions<" +
                $"{dataType?.Name ?? "TData"}>() before building.");
        var group = endpoints.MapGroup(pattern);
        new DevicesEndpoints(services, options, dataType).Map(group);
        return group;
    }
}
