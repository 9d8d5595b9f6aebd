using Azu.Sessions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds sessions to the health checks of an application.</summary>
public static class AzuSessionsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Checks that the stores of all session types answer. Fails when one does not; degraded while a node of a cluster may not use its copies. Asks
    /// each store once, through its deadlines and its circuit breaker.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What a store that does not answer means. Null: unhealthy.</param>
    /// <param name="tags">Tags to select the check by, such as "ready".</param>
    public static IHealthChecksBuilder AddAzuSessions(this IHealthChecksBuilder builder, string name = "sessions", HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null) =>
        builder.Add(new HealthCheckRegistration(name, services => new SessionHealthCheck(services.GetServices<ISessionHealth>()), failureStatus, tags));
}
