using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>
/// One part of a memory store, which divides its sessions by the first byte of their ids. So a page, a sample and a sweep look at a part and not
/// at all of them. A part keeps the packed records. In step with them it keeps the room that they take, their entries, how many are anonymous,
/// and when the first one expires.
/// <para>
/// Every change names the packed bytes that it replaces, by reference: of two changes from the same bytes one wins. A change that moves
/// entries is made under <see cref="_moving"/>, with the new entries written before and the old ones removed after it. Without that lock
/// a slow removal could take away the entry that a faster update has just written again, and a list would miss a live session.
/// </para>
/// </summary>
internal sealed class MemoryShard(MemoryUsage usage, MemoryEntries entries)
{
    private const long Unknown = long.MaxValue;

    // One lock and few buckets: there are 256 of these, and many applications have a handful of sessions.
    private readonly ConcurrentDictionary<SessionId, byte[]> _records = new(concurrencyLevel: 1, capacity: 7);
    private readonly Lock _moving = new();

    /// <summary>No record expires before this. Lowered by every write and raised by a sweep, which sees all records; touches only extend.</summary>
    private long _firstExpiry = Unknown;

    private int _anonymous;

    /// <summary>Whether a session could be evicted here.</summary>
    public bool HasAnonymous => Volatile.Read(ref _anonymous) > 0;

    public bool TryFind(SessionId id, [NotNullWhen(true)] out byte[]? packed) => _records.TryGetValue(id, out packed);

    /// <summary>Enumerates without a snapshot: each pair was current at some point during the enumeration.</summary>
    public IEnumerator<KeyValuePair<SessionId, byte[]>> Walk() => _records.GetEnumerator();

    /// <summary>Stores a record for which room is taken. False, and nothing happened, when that id is there.</summary>
    public bool TryAdd(SessionRecord record, byte[] packed)
    {
        if (!MemoryEntries.HasAny(record))
        {
            if (!_records.TryAdd(record.Id, packed)) return false;
        }
        else
        {
            lock (_moving)
            {
                if (_records.ContainsKey(record.Id)) return false;
                entries.Add(record);
                if (!_records.TryAdd(record.Id, packed))
                {
                    entries.Remove(record); // what is there was added without the lock, so it has no entries
                    return false;
                }
            }
        }
        if (record.Subject is null) Interlocked.Increment(ref _anonymous);
        LowerFirstExpiry(packed);
        return true;
    }

    /// <summary>Replaces <paramref name="packed"/>, which is <paramref name="stored"/>, if it is still there. Room for growth is taken by the caller.</summary>
    public bool TryReplace(SessionRecord stored, byte[] packed, SessionRecord record, byte[] newPacked)
    {
        if (MemoryEntries.AreSame(stored, record))
        {
            if (!_records.TryUpdate(record.Id, newPacked, packed)) return false;
        }
        else
        {
            lock (_moving)
            {
                if (!Holds(record.Id, packed)) return false;
                entries.Add(record);
                if (!_records.TryUpdate(record.Id, newPacked, packed))
                {
                    entries.Remove(record, kept: stored); // only a touch or an update came between, and neither moves entries without the lock
                    return false;
                }
                entries.Remove(stored, kept: record);
            }
        }
        if (newPacked.Length < packed.Length) usage.GiveBackBytes(packed.Length - newPacked.Length);
        CountAnonymous(stored, record);
        LowerFirstExpiry(newPacked);
        return true;
    }

    /// <summary>Replaces only the times. They went forward, so that nothing else is to be kept in step.</summary>
    public bool TryTouch(SessionId id, byte[] packed, byte[] touched) => _records.TryUpdate(id, touched, packed);

    /// <summary>
    /// Removes <paramref name="packed"/>, if it is still there; <paramref name="removed"/> is what it held, null where that could not be read.
    /// </summary>
    public bool TryRemove(SessionId id, byte[] packed, out SessionRecord? removed)
    {
        var isReadable = SessionRecordFormat.TryUnpack(packed, out removed);
        if (isReadable && !MemoryEntries.HasAny(removed!))
        {
            if (!_records.TryRemove(new(id, packed))) return false;
        }
        else
        {
            lock (_moving)
            {
                if (!_records.TryRemove(new(id, packed))) return false;
                if (isReadable) entries.Remove(removed!);
                else entries.RemoveUnreadable(id);
            }
        }
        usage.GiveBackFor(packed);
        if (!PackedRecordPeek.HasSubject(packed)) Interlocked.Decrement(ref _anonymous);
        return true;
    }

    /// <summary>Removes expired records and adds what they held to <paramref name="swept"/>, until that is full.</summary>
    public void Sweep(DateTimeOffset now, SweptSessions swept)
    {
        var before = Volatile.Read(ref _firstExpiry);
        if (!IsDue(before, now)) return;
        // Unknown while the walk lasts: what is written behind its back lowers this again, and is not forgotten at the end.
        Volatile.Write(ref _firstExpiry, Unknown);
        var first = Unknown;
        foreach (var (id, packed) in _records)
        {
            if (swept.IsFull)
            {
                first = before;
                break;
            }
            var expiry = PackedRecordPeek.EndTicks(packed);
            if (IsDue(expiry, now) && TryRemove(id, packed, out var record)) swept.Add(record);
            else first = Math.Min(first, expiry);
        }
        LowerFirstExpiry(first);
    }

    /// <summary>How many live sessions there are.</summary>
    public long CountLive(DateTimeOffset now)
    {
        var first = Volatile.Read(ref _firstExpiry);
        if (first != Unknown && !IsDue(first, now)) return _records.Count;
        long count = 0;
        foreach (var (_, packed) in _records)
        {
            if (!IsDue(PackedRecordPeek.EndTicks(packed), now)) count++;
        }
        return count;
    }

    private static bool IsDue(long expiry, DateTimeOffset now) => expiry <= now.UtcTicks - SessionRecord.StoreGrace.Ticks;

    private bool Holds(SessionId id, byte[] packed) => _records.TryGetValue(id, out var current) && ReferenceEquals(current, packed);

    private void CountAnonymous(SessionRecord before, SessionRecord after)
    {
        var change = (after.Subject is null ? 1 : 0) - (before.Subject is null ? 1 : 0);
        if (change != 0) Interlocked.Add(ref _anonymous, change);
    }

    /// <summary>After the record is there: a sweep that starts in between sees it, one that started before does not raise it over this.</summary>
    private void LowerFirstExpiry(byte[] packed) => LowerFirstExpiry(PackedRecordPeek.EndTicks(packed));

    private void LowerFirstExpiry(long expiry)
    {
        for (var seen = Volatile.Read(ref _firstExpiry); expiry < seen;)
        {
            var found = Interlocked.CompareExchange(ref _firstExpiry, expiry, seen);
            if (found == seen) return;
            seen = found;
        }
    }
}
