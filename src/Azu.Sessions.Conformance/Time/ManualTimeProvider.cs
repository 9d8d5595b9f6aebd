namespace Azu.Sessions.Conformance;

/// <summary>
/// A clock that moves only when a test says so. It has two faces, as a real one does: the time of day, which can be set, also backwards,
/// and the monotonic timestamp, which only <see cref="Advance"/> moves. Timers follow the timestamp.
/// <para>
/// Timers fire inside <see cref="Advance"/>, on its thread, in the order in which they are due, and see the clock at the moment for which
/// they were set. A timer that is due at once fires on the thread pool without an advance, as real ones do. Members may be called from
/// any thread, also from a timer's callback; concurrent advances add up.
/// </para>
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly SortedSet<ManualTimer> _armed = new(ManualTimer.ByDueTime);
    private long _timestamp = TimeSpan.TicksPerDay; // A machine that has been up for a day: zero would hide code that takes it for "never".
    private long _target = TimeSpan.TicksPerDay;    // Where the advances so far lead; ahead of the timestamp only while timers fire.
    private long _timersMade;
    private long _utcTicksAtZero;

    /// <summary>A clock that shows the first moment of 2026.</summary>
    public ManualTimeProvider() : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) { }

    /// <summary>A clock that shows <paramref name="utcNow"/>.</summary>
    public ManualTimeProvider(DateTimeOffset utcNow) => SetUtcNow(utcNow);

    /// <summary>How many timers are armed: lets a test wait until the code under test waits.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_lock) return _armed.Count;
        }
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>A timestamp counts ticks of <see cref="TimeSpan"/>.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return new DateTimeOffset(_utcTicksAtZero + _timestamp, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock) return _timestamp;
    }

    /// <summary>Moves the time of day and the timestamp forward, and fires the timers that come due on the way.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is negative; only the time of day can go back.</exception>
    public void Advance(TimeSpan delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delta, TimeSpan.Zero);
        lock (_lock) _target += delta.Ticks;
        FireDueTimers();
    }

    /// <summary>Sets the time of day, as an administrator or a time server would: the timestamp stands still, and no timer fires.</summary>
    public void SetUtcNow(DateTimeOffset utcNow)
    {
        lock (_lock) _utcTicksAtZero = utcNow.UtcTicks - _timestamp;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(Arm, Disarm, callback, state, Interlocked.Increment(ref _timersMade));
        timer.Change(dueTime, period);
        return timer;
    }

    private bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            if (timer.IsDisposed) return false;
            _armed.Remove(timer);
            timer.Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            timer.DueAt = _timestamp + dueTime.Ticks;
            _armed.Add(timer);
        }
        if (dueTime == TimeSpan.Zero) ThreadPool.UnsafeQueueUserWorkItem(static clock => clock.FireDueTimers(), this, preferLocal: false);
        return true;
    }

    private void Disarm(ManualTimer timer)
    {
        lock (_lock)
        {
            timer.IsDisposed = true;
            _armed.Remove(timer);
        }
    }

    private void FireDueTimers()
    {
        while (NextDueTimer() is { } timer) timer.Fire();
    }

    private ManualTimer? NextDueTimer()
    {
        lock (_lock)
        {
            if (_armed.Min is not { } timer || timer.DueAt > _target)
            {
                _timestamp = _target;
                return null;
            }
            _armed.Remove(timer);
            _timestamp = Math.Max(_timestamp, timer.DueAt);
            if (timer.Period > TimeSpan.Zero)
            {
                timer.DueAt += timer.Period.Ticks;
                _armed.Add(timer);
            }
            return timer;
        }
    }
}
