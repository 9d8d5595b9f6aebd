using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Removes expired sessions in the background, batch by batch, and reports each end.</summary>
internal sealed class ExpirySweeper<TData>(SessionEngine<TData> engine) : BackgroundService where TData : notnull
{
    private const int BatchSize = 500;

    /// <summary>Sweeps until nothing expired is left. Returns how many sessions it removed.</summary>
    public static async Task<long> SweepAsync(SessionEngine<TData> engine, CancellationToken cancellationToken)
    {
        // What the list of revocations holds are no sessions: there is nothing to report.
        if (engine.Revocations is { } revocations) await revocations.RemoveExpiredAsync(cancellationToken);
        if (engine.Index is not { } index) return 0;
        for (var total = 0L; ;)
        {
            var removed = await index.RemoveExpiredAsync(BatchSize, cancellationToken);
            total += removed.Records.Count + removed.Unreadable;
            foreach (var record in removed.Records)
            {
                var reason = SessionLifetime.WhyEnded(record);
                engine.Metrics.Ended(reason);
                await engine.Events.EndedAsync(record, reason);
            }

            if (!removed.HasMore) return total;
            await Task.Yield();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(SweepPause.Next(engine.Options.CleanupInterval), engine.Time, stoppingToken);
            try
            {
                await SweepAsync(engine, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Also what a store should not throw: nothing swept any more would show only when the store is full.
                engine.Log.SweepFailed(engine.Options.CleanupInterval, e);
            }
        }
    }
}
