using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Warns of announcements under a key that this node does not know, once a minute and not once for each.</summary>
internal sealed class UnknownKeyWarning(TimeProvider time, ILogger log)
{
    private readonly LogPace _pace = new(TimeSpan.FromMinutes(1), time);

    public void Note()
    {
        if (_pace.IsDue(out _)) log.AnnouncementKeyUnknown();
    }
}
