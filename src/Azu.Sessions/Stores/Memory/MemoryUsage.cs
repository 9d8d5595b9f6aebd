namespace Azu.Sessions;

/// <summary>
/// Counts what a memory store holds, and lends room within its bounds. Room is taken before a record is stored and given back after it is
/// gone, so that the bounds hold at every moment.
/// </summary>
internal sealed class MemoryUsage(int maxSessions, long maxBytes)
{
    /// <summary>
    /// What a session costs beside its packed bytes: the dictionary's node (56), the array's header (24), the node's share of the buckets (16).
    /// </summary>
    private const int BytesPerSession = 96;

    private long _sessions;
    private long _bytes;

    public long Sessions => Volatile.Read(ref _sessions);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether the record could be held if there were no other.</summary>
    public bool CouldHold(byte[] packed) => CostOf(packed) <= maxBytes;

    public bool TryTakeFor(byte[] packed)
    {
        if (!TryRaise(ref _sessions, 1, maxSessions)) return false;
        if (TryRaise(ref _bytes, CostOf(packed), maxBytes)) return true;
        Interlocked.Decrement(ref _sessions);
        return false;
    }

    public bool TryTakeBytes(long growth) => TryRaise(ref _bytes, growth, maxBytes);

    public void GiveBackFor(byte[] packed)
    {
        Interlocked.Decrement(ref _sessions);
        GiveBackBytes(CostOf(packed));
    }

    public void GiveBackBytes(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    public SessionStoreException Full(SessionId id, byte[] packed) => new(
        $"The memory store has no room for session {id} ({CostOf(packed)} bytes) and no anonymous session left that could give way: " +
        $"it holds {Sessions} of MaxSessions = {maxSessions} sessions and {Bytes} of MaxBytes = {maxBytes} bytes. Raise the bound, " +
        "shorten the timeouts, or use a store that is not held in memory.", id);

    private static long CostOf(byte[] packed) => BytesPerSession + (long)packed.Length;

    private static bool TryRaise(ref long counter, long by, long bound)
    {
        for (var seen = Volatile.Read(ref counter); seen + by <= bound;)
        {
            var found = Interlocked.CompareExchange(ref counter, seen + by, seen);
            if (found == seen) return true;
            seen = found;
        }
        return false;
    }
}
