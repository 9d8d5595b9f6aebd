namespace Azu.Sessions.Tests;

/// <summary>Which clocks of a machine the node goes by. One alone is what the tests must find.</summary>
internal enum ClocksInUse
{
    Both,
    MonotonicAlone,
    TimeOfDayAlone,
}

/// <summary>
/// The clocks of one machine in the simulation. While the machine is suspended, its monotonic clock stands still. Its time of day goes on, and can be set.
/// </summary>
internal sealed class MachineClock(ManualTimeProvider simulation, ClocksInUse inUse) : TimeProvider
{
    private long _slept;
    private long? _asleepSince;
    private TimeSpan _set;

    public bool IsAsleep => _asleepSince is not null;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => inUse == ClocksInUse.TimeOfDayAlone ? TimeOfDay : Monotonic;

    public override DateTimeOffset GetUtcNow() => new(inUse == ClocksInUse.MonotonicAlone ? Monotonic : TimeOfDay, TimeSpan.Zero);

    public void Sleep() => _asleepSince = simulation.GetTimestamp();

    public void Wake()
    {
        _slept += simulation.GetTimestamp() - _asleepSince!.Value;
        _asleepSince = null;
    }

    public void Set(TimeSpan by) => _set += by;

    private long Monotonic => (_asleepSince ?? simulation.GetTimestamp()) - _slept;

    private long TimeOfDay => (simulation.GetUtcNow() + _set).UtcTicks;
}
