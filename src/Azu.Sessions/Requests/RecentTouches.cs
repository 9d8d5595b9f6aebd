namespace Azu.Sessions;

/// <summary>
/// Remembers the latest touches of this process, so that requests of one session that run at the same moment write its use down once. Each has
/// loaded the session before the others' touch, so the record alone does not tell. Of two sessions in one slot the later is remembered, and the
/// other is touched once more: bounded, and never wrong.
/// </summary>
internal sealed class RecentTouches
{
    private const int Slots = 1024;

    private readonly Entry?[] _slots = new Entry?[Slots];

    /// <summary>Null: another request has touched the session within <paramref name="interval"/>, or is about to.</summary>
    public Entry? Begin(SessionId id, DateTimeOffset now, TimeSpan interval)
    {
        ref var slot = ref SlotOf(id);
        var mine = new Entry(id, now);
        while (true)
        {
            var known = Volatile.Read(ref slot);
            if (known is not null && known.Id == id && now - known.At < interval) return null;
            if (ReferenceEquals(Interlocked.CompareExchange(ref slot, mine, known), known)) return mine;
        }
    }

    /// <summary>The touch did not happen: the next request tries.</summary>
    public void Forget(Entry entry) => Interlocked.CompareExchange(ref SlotOf(entry.Id), null, entry);

    private ref Entry? SlotOf(SessionId id) => ref _slots[(uint)id.GetHashCode() % Slots];

    internal sealed record Entry(SessionId Id, DateTimeOffset At);
}
