using Microsoft.Extensions.Hosting;

namespace Azu.Sessions;

/// <summary>Listens to the announcements for as long as the application runs.</summary>
internal abstract class BackplaneSubscription(ISessionBackplane backplane, IBackplaneListener listener) : BackgroundService
{
    protected ISessionBackplane Backplane => backplane;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        End();
        await backplane.DisposeAsync();
    }

    /// <summary>An application that was never started, or failed to stop, leaves no subscription behind either.</summary>
    public override void Dispose()
    {
        base.Dispose();
        End();
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
            // A server that is down is no error to a backplane.
            NoteFailure(e);
            return;
        }

        await ListenAsync(stoppingToken);
    }

    /// <summary>The subscription cannot be made.</summary>
    protected abstract void NoteFailure(Exception exception);

    /// <summary>What there is to do besides listening.</summary>
    protected virtual Task ListenAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    /// <summary>Announcements are heard no more; may be called twice.</summary>
    protected virtual void End()
    {
    }
}
