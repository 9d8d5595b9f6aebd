using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Keeps up with keys that another part of the application makes, rotates and revokes: once an hour, and soon after a cookie or record shows a key that
/// this node
/// does not know. Strangers can show any number of such keys, so that happens no more often than the ring is looked at.
/// </summary>
internal sealed class KeyRingRefresher(KeyRing keys, TimeProvider time, ILogger log) : BackgroundService
{
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromHours(1);

    private int _refreshes;
    private int _looks;

    /// <summary>How often the ring was looked at.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>How often the keys were read again, or could not be.</summary>
    public int Refreshes => Volatile.Read(ref _refreshes);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        var refreshedAt = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (keys.HasMetUnknownKey || time.GetElapsedTime(refreshedAt) >= RefreshInterval)
            {
                refreshedAt = time.GetTimestamp();
                Refresh();
            }

            Interlocked.Increment(ref _looks);
        }
    }

    private void Refresh()
    {
        try
        {
            keys.Refresh();
        }
        catch (Exception e)
        {
            // Whatever holds the keys cannot be read just now; the keys at hand stay good.
            log.KeysNotRefreshed(e);
        }

        Interlocked.Increment(ref _refreshes);
    }
}
