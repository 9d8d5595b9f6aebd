using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Listens to announcements where no lease depends on them: copies of what changed go sooner. A node that hears none keeps its bound all the same.
/// </summary>
internal sealed class AnnouncementListening(ISessionBackplane backplane, IBackplaneListener listener, string node, ILogger log) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await backplane.DisposeAsync();
    }

    /// <summary>An application that was never started, or failed to stop, leaves no subscription behind either.</summary>
    public override void Dispose()
    {
        base.Dispose();
        _ = backplane.DisposeAsync().AsTask();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await backplane.SubscribeAsync(listener, stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            log.AnnouncementsUnheard(node, e);
        }
    }
}
