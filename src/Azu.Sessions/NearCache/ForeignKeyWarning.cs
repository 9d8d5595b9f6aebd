using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Warns of announcements under a key that this node does not know, once a minute and not once for each.</summary>
internal sealed class ForeignKeyWarning(TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private long? _warnedAt;

    /// <summary>Called for one message after the other.</summary>
    public void Note()
    {
        if (_warnedAt is { } at && time.GetElapsedTime(at) < s_interval) return;
        _warnedAt = time.GetTimestamp();
        log.AnnouncementKeyUnknown();
    }
}
