namespace Azu.Sessions;

/// <summary>
/// Finds the session that gives way when the store is full: what has expired, else, of the next few dozen sessions, the anonymous one that was seen longest
/// ago. A hand moves on over all sessions, so that an eviction costs the same however many there are, and each is looked at in its turn.
/// Sessions that belong to a subject are passed over.
/// </summary>
internal sealed class MemoryEvictor(MemoryShards shards, MemorySweep sweep)
{
    private const int SampleSize = 32;

    private readonly Lock _gate = new();
    private int _number;
    private IEnumerator<KeyValuePair<SessionId, byte[]>> _hand = shards[0].Walk();

    /// <summary>Is told of each live session that gave way.</summary>
    public Action<SessionRecord>? Evicted { get; set; }

    /// <summary>Is told of each expired session that was found first.</summary>
    public Action<SessionRecord>? Expired { get; set; }

    /// <summary>Makes some room, never at the expense of <paramref name="spared"/>. False when no session may give way.</summary>
    public bool TryMakeRoom(SessionId spared, DateTimeOffset now)
    {
        var expired = sweep.RemoveExpired(now, SampleSize);
        foreach (var record in expired.Records) Expired?.Invoke(record);
        if (expired.Count > 0) return true;

        SessionRecord? evicted = null;
        var isEvicted = false;
        lock (_gate)
        {
            // A session that was used or removed since the hand passed is not the one that was looked at; then the next one is looked for.
            while (!isEvicted && TryChoose(spared, out var id, out var packed)) isEvicted = shards.Of(id).TryRemove(id, packed, out evicted);
        }
        if (evicted is not null) Evicted?.Invoke(evicted);
        return isEvicted;
    }

    private bool TryChoose(SessionId spared, out SessionId id, out byte[] packed)
    {
        (id, packed) = (default, []);
        var seenLongestAgo = long.MaxValue;
        var looked = 0;
        // One part more than there are, because the hand may have begun in the middle of the first.
        for (var parts = MemoryShards.Count + 1; parts > 0;)
        {
            if (!_hand.MoveNext())
            {
                parts--;
                MoveToNextPart();
                continue;
            }
            var candidate = _hand.Current;
            looked++;
            if (!PackedRecordPeek.HasSubject(candidate.Value) && candidate.Key != spared)
            {
                var lastSeenAt = PackedRecordPeek.LastSeenTicks(candidate.Value);
                if (packed.Length == 0 || lastSeenAt < seenLongestAgo) (id, packed, seenLongestAgo) = (candidate.Key, candidate.Value, lastSeenAt);
            }
            if (looked >= SampleSize && packed.Length > 0) break;
        }
        return packed.Length > 0;
    }

    private void MoveToNextPart()
    {
        _number = (_number + 1) % MemoryShards.Count;
        _hand.Dispose();
        _hand = shards[_number].HasAnonymous ? shards[_number].Walk() : Enumerable.Empty<KeyValuePair<SessionId, byte[]>>().GetEnumerator();
    }
}
