using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Removes expired sessions in the background, batch by batch, and reports each end.</summary>
internal sealed class ExpirySweeper<TData>(
    ISessionIndex? index, RevocationList? revocations, SessionNotifier<TData> notifier, TimeSpan interval, TimeProvider time, ILogger log)
        : BackgroundService where TData : notnull
{
    private const int BatchSize = 500;

    /// <summary>Sweeps until nothing expired is left. Returns how many sessions it removed.</summary>
    public async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        // What the list of revocations holds are no sessions: there is nothing to report.
        if (revocations is not null) await revocations.RemoveExpiredAsync(cancellationToken);
        if (index is null) return 0;
        for (var total = 0L; ;)
        {
            var removed = await index.RemoveExpiredAsync(BatchSize, cancellationToken);
            total += removed.Records.Count + removed.Unreadable;
            foreach (var record in removed.Records) await notifier.EndedAsync(record, SessionLifetime.WhyEnded(record));
            if (!removed.HasMore) return total;
            await Task.Yield();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(SweepPause.Next(interval), time, stoppingToken);
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Also what a store should not throw: nothing swept any more would show only when the store is full.
                log.SweepFailed(interval, e);
            }
        }
    }
}
