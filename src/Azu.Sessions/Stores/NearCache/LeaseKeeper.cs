using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Listens to the announcements, and keeps the lease alive: four echoes in its length.</summary>
internal sealed class LeaseKeeper(
    ISessionBackplane backplane, IBackplaneListener listener, ClusterMessages messages, CacheLease lease, TimeSpan length, string node, TimeProvider time, ILogger log) : BackgroundService
{
    private const int EchoesPerLease = 4;

    private bool? _wasHeld;
    private int _echoesBefore;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Requests that are still under way go to the store.
        lease.Interrupt();
        await backplane.DisposeAsync();
    }

    /// <summary>An application that was never started, or failed to stop, leaves no subscription behind either.</summary>
    public override void Dispose()
    {
        base.Dispose();
        lease.Interrupt();
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
            // A server that is down is no error to a backplane. Whatever this is: without announcements there are no copies, and sessions work.
            log.BackplaneFailed(node, e);
            return;
        }

        using var timer = new PeriodicTimer(length / EchoesPerLease, time);
        do
        {
            await EchoAsync(stoppingToken);
            Report();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task EchoAsync(CancellationToken stoppingToken)
    {
        var number = lease.Send();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var sending = SendAsync(messages.Echo(number), giveUp.Token);
        try
        {
            await sending.WaitAsync(length, time, stoppingToken);
            lease.Confirm(number);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // It may come back all the same. If it does not, that says nothing about what others announced.
            await giveUp.CancelAsync();
            _ = sending.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            log.EchoFailed(node, e);
        }
    }

    private async Task SendAsync(byte[] echo, CancellationToken cancellationToken) => await backplane.EchoAsync(echo, cancellationToken);

    /// <summary>The lease ends by the passing of time, which is no event; the log says so with the next echo. So it does where it never begins.</summary>
    private void Report()
    {
        var isHeld = lease.IsHeld;
        if (isHeld == _wasHeld || (_wasHeld is null && !isHeld && ++_echoesBefore < EchoesPerLease)) return;
        _wasHeld = isHeld;
        if (isHeld) log.LeaseTaken(node);
        else log.LeaseLost(node);
    }
}
