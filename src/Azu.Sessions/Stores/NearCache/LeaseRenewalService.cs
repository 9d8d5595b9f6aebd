using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Listens to the announcements, and keeps the lease alive: four echoes in its length.</summary>
internal sealed class LeaseRenewalService(
    ISessionBackplane backplane, IBackplaneListener listener, ClusterMessages messages, CacheLease lease, TimeSpan length, string node, TimeProvider time,
        ILogger log) : BackplaneSubscription(backplane, listener)
{
    private const int EchoesPerLease = 4;

    private bool? _wasHeld;
    private int _echoesBefore;

    /// <summary>Without announcements there are no copies, and sessions work.</summary>
    protected override void NoteFailure(Exception exception) => log.BackplaneFailed(node, exception);

    /// <summary>Requests that are still under way go to the store.</summary>
    protected override void End() => lease.Interrupt();

    protected override async Task ListenAsync(CancellationToken stoppingToken)
    {
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

    private async Task SendAsync(byte[] echo, CancellationToken cancellationToken) => await Backplane.EchoAsync(echo, cancellationToken);

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
