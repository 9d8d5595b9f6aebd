namespace Azu.Sessions;

/// <summary>How much the memory store may hold. It never grows past either bound, whatever its visitors do.</summary>
public sealed class MemoryStoreOptions
{
    /// <summary>
    /// How many sessions the store holds at most; by default 100 000. When it is full, a new session takes the place of an expired one, else
    /// of the anonymous one that was seen longest ago. Sessions that belong to a subject never give way: when only those are left,
    /// creating fails with a <see cref="SessionStoreException"/>.
    /// </summary>
    public int MaxSessions { get; set; } = 100_000;

    /// <summary>
    /// How many bytes the sessions take at most; by default 256 MiB. Counted are each packed session and 96 bytes for keeping it; what finds
    /// sessions by subject and by index comes on top. Also a session that grows needs room, and gets it in the same way as a new one.
    /// </summary>
    public long MaxBytes { get; set; } = 256L * 1024 * 1024;
}
