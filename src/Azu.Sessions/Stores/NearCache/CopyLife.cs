namespace Azu.Sessions;

/// <summary>How long a copy counts, by both clocks.</summary>
internal readonly struct CopyLife(TimeSpan length, TimeProvider time)
{
    private readonly long _timestamps = Timestamps.Of(length, time);
    private readonly long _ticks = length.Ticks;

    /// <summary>Whether a copy from <paramref name="from"/> still counts. A wall clock that went back says nothing, so then it does not.</summary>
    public bool Includes(CopyMoment from, CopyMoment now) =>
        now.Timestamp - from.Timestamp < _timestamps && now.UtcTicks - from.UtcTicks is >= 0 and var passed && passed < _ticks;
}
