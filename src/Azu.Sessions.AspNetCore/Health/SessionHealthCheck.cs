using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Azu.Sessions;

/// <summary>
/// Asks the store of each session type. One that does not answer is a failure. Degraded is a node whose store takes no writes or removals, whose clock is
/// wrong, or which may not use its copies: it works, and not as well as it should.
/// </summary>
internal sealed class SessionHealthCheck(IEnumerable<ISessionHealth> sessions) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>();
        var down = new List<string>();
        var degraded = new List<string>();
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

            Describe(type, data);
            degraded.AddRange(TroublesOf(type));
        }

        if (down.Count > 0) return new(context.Registration.FailureStatus, $"The session store of {string.Join(", ", down)} does not answer.", failure, data);
        return degraded.Count > 0
            ? HealthCheckResult.Degraded(string.Join(" ", degraded), data: data)
            : HealthCheckResult.Healthy("The session store answers.", data);
    }

    private static void Describe(ISessionHealth type, Dictionary<string, object> data)
    {
        if (type.Circuits is { } circuits)
        {
            data[$"{type.TypeName}.circuit.find"] = circuits.Find.ToString();
            data[$"{type.TypeName}.circuit.write"] = circuits.Write.ToString();
            data[$"{type.TypeName}.circuit.remove"] = circuits.Remove.ToString();
        }

        if (type.Clock?.Offset is { } offset) data[$"{type.TypeName}.clock_offset"] = offset;
        if (type.NearCache is not { } cache) return;
        data[$"{type.TypeName}.node"] = cache.NodeId;
        if (cache.IsLeaseHeld is { } isHeld) data[$"{type.TypeName}.lease"] = isHeld;
    }

    private static IEnumerable<string> TroublesOf(ISessionHealth type)
    {
        if (type.Circuits is { AreClosed: false, Find: SessionCircuitState.Closed })
            yield return $"The store of {type.TypeName} answers reads, and does not take every write or removal.";
        if (type.Clock is { IsWrong: true, Offset: { } offset })
            yield return $"The clock of this node and that of the store of {type.TypeName} differ by {offset.Duration()}.";
        if (type.NearCache is { IsLeaseHeld: false })
            yield return $"The sessions of {type.TypeName} are read from the store each time, because announcements may not arrive.";
    }
}
