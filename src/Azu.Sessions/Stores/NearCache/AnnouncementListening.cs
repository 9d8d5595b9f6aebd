using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Listens to announcements where no lease depends on them: copies of what changed go sooner. A node that hears none keeps its bound all the same.
/// </summary>
internal sealed class AnnouncementListening(ISessionBackplane backplane, IBackplaneListener listener, string node, ILogger log)
    : BackplaneSubscription(backplane, listener)
{
    protected override void NoteFailure(Exception exception) => log.AnnouncementsUnheard(node, exception);
}
