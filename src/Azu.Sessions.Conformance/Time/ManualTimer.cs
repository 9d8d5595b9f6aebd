namespace Azu.Sessions.Conformance;

/// <summary>A timer that its clock arms and disarms; the clock's lock guards its state.</summary>
internal sealed class ManualTimer(
    Func<ManualTimer, TimeSpan, TimeSpan, bool> arm, Action<ManualTimer> disarm, TimerCallback callback, object? state, long number) : ITimer
{
    private static readonly TimeSpan s_max = TimeSpan.FromMilliseconds(uint.MaxValue - 1); // The limit of System.Threading.Timer.

    /// <summary>Timers due at the same moment fire in the order in which they were made.</summary>
    public static IComparer<ManualTimer> ByDueTime { get; } =
        Comparer<ManualTimer>.Create(static (a, b) => (a.DueAt, a.Number).CompareTo((b.DueAt, b.Number)));

    public long DueAt { get; set; }

    public TimeSpan Period { get; set; }

    public bool IsDisposed { get; set; }

    private long Number { get; } = number;

    public void Fire() => callback(state);

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        return arm(this, dueTime, period);
    }

    public void Dispose() => disarm(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Check(TimeSpan time, string name)
    {
        if (time == Timeout.InfiniteTimeSpan) return;
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, s_max, name);
    }
}
