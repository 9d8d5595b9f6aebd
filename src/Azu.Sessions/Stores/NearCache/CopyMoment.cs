namespace Azu.Sessions;

/// <summary>
/// A moment by both clocks of the machine. The monotonic clock stands still while a machine is suspended, and the wall clock can be set: a copy counts as
/// young only where both say so.
/// </summary>
internal readonly record struct CopyMoment(long Timestamp, long UtcTicks)
{
    public static CopyMoment Of(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow().UtcTicks);
}
