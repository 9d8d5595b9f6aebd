using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Compares the clock of this node with that of the store, at the start and each minute. A session ends by the clock of the node that looks at it, so
/// clocks that differ end sessions too early or too late.
/// </summary>
internal sealed class ClockWatch(ISessionClock clock, string store, StoreCalls calls, TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_worthWarning = TimeSpan.FromSeconds(2);

    // A slow answer says little about the moment at which it was given.
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private TimeSpan? _offset;

    /// <summary>How far the store is ahead of this node; null: unknown so far.</summary>
    public TimeSpan? Offset
    {
        get
        {
            lock (_lock) return _offset;
        }
    }

    /// <summary>Whether the clocks differ by more than the library allows.</summary>
    public bool IsWrong => Offset?.Duration() > SessionLifetime.ClockSkew;

    /// <summary>Compares once.</summary>
    public async ValueTask CompareAsync(CancellationToken cancellationToken)
    {
        try
        {
            var sent = time.GetTimestamp();
            var theirs = await calls.Background.AskAsync(clock, static (clock, token) => clock.GetTimeAsync(token), cancellationToken);
            var tripTime = time.GetElapsedTime(sent);
            if (tripTime > s_slow) return;
            Note(theirs + (tripTime / 2) - time.GetUtcNow());
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.ClockNotRead(store, e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        do await CompareAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Note(TimeSpan offset)
    {
        lock (_lock) _offset = offset;
        if (offset.Duration() > SessionLifetime.ClockSkew) log.ClockWrong(store, offset);
        else if (offset.Duration() > s_worthWarning) log.ClockOff(store, offset);
    }
}
