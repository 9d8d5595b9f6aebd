namespace Azu.Sessions;

/// <summary>
/// Takes expired records out, part by part, and goes on where it stopped. A part in which nothing can have expired costs one comparison,
/// so a call costs what it removes and one part more. No request waits for it, and it waits for none.
/// </summary>
internal sealed class MemorySweep(MemoryShards shards)
{
    private int _hand;

    /// <summary>Removes up to <paramref name="limit"/> expired records; fewer only when no more are left.</summary>
    public SweptSessions RemoveExpired(DateTimeOffset now, int limit)
    {
        var swept = new SweptSessions(limit);
        var start = Volatile.Read(ref _hand);
        for (var i = 0; i < MemoryShards.Count; i++)
        {
            var number = (start + i) % MemoryShards.Count;
            shards[number].Sweep(now, swept);
            if (!swept.IsFull) continue;
            Volatile.Write(ref _hand, number); // two sweeps at once may overwrite each other's hand: they only begin elsewhere then
            break;
        }
        return swept;
    }
}
