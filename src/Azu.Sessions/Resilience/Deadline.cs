using System.Collections.Concurrent;

namespace Azu.Sessions;

/// <summary>Ends a wait after a time, or with the caller. Most calls are answered in time, and then the timer is used again.</summary>
internal sealed class Deadline
{
    private const int MostKept = 256;

    private static readonly ConcurrentQueue<Deadline> s_kept = new();

    private readonly CancellationTokenSource _source = new();
    private CancellationTokenRegistration _ofCaller;

    public CancellationToken Token => _source.Token;

    /// <param name="after">From now; or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="caller">May give up earlier.</param>
    public static Deadline Begin(TimeSpan after, CancellationToken caller)
    {
        if (!s_kept.TryDequeue(out var deadline)) deadline = new();
        deadline._ofCaller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline._source);
        if (after != Timeout.InfiniteTimeSpan) deadline._source.CancelAfter(after);
        return deadline;
    }

    public void End()
    {
        // Waits for a cancellation that is running.
        _ofCaller.Dispose();
        if (_source.TryReset() && s_kept.Count < MostKept) s_kept.Enqueue(this);
        else _source.Dispose();
    }
}
