using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Counts the changes that an outage dropped by the application's own choice, and warns of them once a minute.</summary>
internal sealed class DroppedWriteCounter(TimeProvider time, SessionMetrics metrics, ILogger log)
{
    private readonly LogPace _pace = new(TimeSpan.FromMinutes(1), time);

    public void Add()
    {
        metrics.EphemeralWrite();
        if (_pace.IsDue(out var before)) log.WritesDropped(before + 1);
    }
}
