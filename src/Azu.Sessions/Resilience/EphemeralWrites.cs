using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Counts the changes that an outage dropped by the application's own choice, and warns of them once a minute.</summary>
internal sealed class EphemeralWrites(TimeProvider time, SessionMetrics metrics, ILogger log)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _sinceWarning;
    private long? _warnedAt;

    public void Note()
    {
        metrics.EphemeralWrite();
        long count;
        lock (_lock)
        {
            _sinceWarning++;
            if (_warnedAt is { } at && time.GetElapsedTime(at) < s_interval) return;
            _warnedAt = time.GetTimestamp();
            (count, _sinceWarning) = (_sinceWarning, 0);
        }

        log.EphemeralWrites(count);
    }
}
