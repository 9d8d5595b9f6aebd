using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Azu.Sessions;

/// <summary>
/// Asks the store of each session type. One that does not answer is a failure; a node that may not use its copies works, but every request of it
/// costs the store a read, which is degraded.
/// </summary>
internal sealed class SessionHealthCheck(IEnumerable<ISessionHealth> sessions) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>();
        var down = new List<string>();
        var fenced = new List<string>();
        Exception? failure = null;
        foreach (var type in sessions)
        {
            try
            {
                await type.ProbeAsync(cancellationToken);
            }
            catch (SessionStoreException e)
            {
                failure = e;
                down.Add(type.TypeName);
            }

            if (type.Circuit is { } circuit) data[$"{type.TypeName}.circuit"] = circuit.ToString();
            if (type.NearCache is not { } cache) continue;
            data[$"{type.TypeName}.node"] = cache.NodeId;
            data[$"{type.TypeName}.lease"] = cache.IsLeaseHeld;
            if (!cache.IsLeaseHeld) fenced.Add(type.TypeName);
        }

        if (down.Count > 0) return new(context.Registration.FailureStatus, $"The session store of {string.Join(", ", down)} does not answer.", failure, data);
        return fenced.Count > 0
            ? HealthCheckResult.Degraded($"The sessions of {string.Join(", ", fenced)} are read from the store each time, because announcements may not arrive.", data: data)
            : HealthCheckResult.Healthy("The session store answers.", data);
    }
}
