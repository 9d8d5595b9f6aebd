namespace Azu.Sessions.Database;

/// <summary>The store's time, as its statements want it.</summary>
internal sealed class StoreClock(TimeProvider time)
{
    public long Now => time.GetUtcNow().UtcTicks;

    /// <summary>
    /// A row is over if it ended at this moment or before. The grace is taken from now, and not added to the end: that may be the last moment of the
    /// calendar.
    /// </summary>
    public long Cutoff => Math.Max(0, Now - SessionRecord.StoreGrace.Ticks);
}
