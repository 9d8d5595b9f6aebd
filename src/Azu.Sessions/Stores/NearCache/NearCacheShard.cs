using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>
/// A part of the near cache: copies, within bounds of its own, and the loads under way that may become copies. Look-ups take no lock. Whatever
/// changes a copy happens under the lock, so that a load and the announcement that makes it worthless always meet: the announcement finds the
/// copy, or the load finds what was announced.
/// </summary>
internal sealed class NearCacheShard(int maxCopies, long maxBytes)
{
    /// <summary>How many copies the hand may pass over because they were used.</summary>
    private const int MaxSpared = 64;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<SessionId, NearCacheEntry> _copies = new(concurrencyLevel: 1, capacity: 7);
    private readonly Dictionary<SessionId, Fill> _fills = [];
    private IEnumerator<KeyValuePair<SessionId, NearCacheEntry>>? _hand;
    private int _count;
    private long _bytes;
    private long _hits;
    private long _misses;

    public long Count => Volatile.Read(ref _count);

    public long Bytes => Volatile.Read(ref _bytes);

    public long Hits => Volatile.Read(ref _hits);

    public long Misses => Volatile.Read(ref _misses);

    public bool TryFind(SessionId id, [NotNullWhen(true)] out NearCacheEntry? copy) => _copies.TryGetValue(id, out copy);

    public void NoteHit() => Interlocked.Increment(ref _hits);

    public void NoteMiss() => Interlocked.Increment(ref _misses);

    /// <summary>The store is about to be asked for this session, to read or to write it.</summary>
    public Fill Begin(SessionId id)
    {
        lock (_lock)
        {
            if (!_fills.TryGetValue(id, out var fill)) _fills[id] = fill = new();
            fill.UnderWay++;
            return fill;
        }
    }

    /// <summary>
    /// Ends a load and keeps its record, unless null. Returns false, and keeps nothing, if a newer version was seen in the meantime.
    /// </summary>
    public bool End(SessionId id, Fill fill, NearCacheEntry? read)
    {
        lock (_lock)
        {
            if (--fill.UnderWay == 0) _fills.Remove(id);
            if (read is null) return true;
            if (read.Version < fill.Least) return false;
            Put(id, read);
            return true;
        }
    }

    /// <summary>The session has this version now: drops an older copy, and stops older loads from being kept.</summary>
    public void Supersede(SessionId id, long version)
    {
        lock (_lock)
        {
            if (_copies.TryGetValue(id, out var copy) && copy.Version < version) Remove(id, copy);
            if (_fills.TryGetValue(id, out var fill)) fill.Least = Math.Max(fill.Least, version);
        }
    }

    /// <summary>The session is gone, or may be.</summary>
    public void Drop(SessionId id)
    {
        lock (_lock)
        {
            if (_copies.TryGetValue(id, out var copy)) Remove(id, copy);
            if (_fills.TryGetValue(id, out var fill)) fill.Least = long.MaxValue;
        }
    }

    public void DropAll()
    {
        lock (_lock)
        {
            _copies.Clear();
            (_count, _bytes, _hand) = (0, 0, null);
            foreach (var fill in _fills.Values) fill.Least = long.MaxValue;
        }
    }

    /// <summary>The session lives at least until then. Times only go forward.</summary>
    public void Touch(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt)
    {
        lock (_lock)
        {
            if (!_copies.TryGetValue(id, out var copy) || !SessionRecordFormat.TryUnpack(copy.Packed, out var stored)) return;
            var touched = (stored with { LastSeenAt = lastSeenAt, ExpiresAt = expiresAt }).KeepingLaterTimes(stored);
            _copies[id] = new(SessionRecordFormat.WithTimes(copy.Packed, touched.LastSeenAt, touched.ExpiresAt), copy.ReadAt) { WasUsed = true };
        }
    }

    private void Put(SessionId id, NearCacheEntry read)
    {
        if (_copies.TryGetValue(id, out var known)) Remove(id, known);
        // A load that was slower than a touch brings back its older times.
        if (known is not null && known.Version == read.Version) read = WithLaterTimes(read, known);
        if (read.Cost > maxBytes) return;
        _copies[id] = read;
        _count++;
        _bytes += read.Cost;
        while (_count > maxCopies || _bytes > maxBytes) Evict();
    }

    /// <summary>Evicts the next copy that was not used since the last pass (CLOCK). If all were used, evicts a used one.</summary>
    private void Evict()
    {
        for (var spared = 0; ;)
        {
            if (_hand?.MoveNext() != true)
            {
                _hand?.Dispose();
                _hand = _copies.GetEnumerator();
                continue;
            }

            var (id, copy) = _hand.Current;
            if (copy.WasUsed && spared++ < MaxSpared) copy.WasUsed = false;
            else if (Remove(id, copy)) return;
        }
    }

    private bool Remove(SessionId id, NearCacheEntry copy)
    {
        if (!_copies.TryRemove(new(id, copy))) return false;
        _count--;
        _bytes -= copy.Cost;
        return true;
    }

    private static NearCacheEntry WithLaterTimes(NearCacheEntry read, NearCacheEntry known)
    {
        if (!SessionRecordFormat.TryUnpack(known.Packed, out var before)) return read;
        var record = SessionRecordFormat.Unpack(read.Packed);
        var later = record.KeepingLaterTimes(before);
        return ReferenceEquals(later, record) ? read : new(SessionRecordFormat.WithTimes(read.Packed, later.LastSeenAt, later.ExpiresAt), read.ReadAt);
    }

    /// <summary>Loads of one session that are under way, and what was learned of it meanwhile. Changed under the shard's lock only.</summary>
    internal sealed class Fill
    {
        public int UnderWay { get; set; }

        /// <summary>
        /// Which version a load must bring to be kept. Versions only increase, so loads that start later meet this minimum anyway;
        /// <see cref="long.MaxValue"/>: none is kept.
        /// </summary>
        public long Least { get; set; } = long.MinValue;
    }
}
