namespace Azu.Sessions;

/// <summary>
/// Keeps sessions in this process, as packed bytes and never as live objects. Reads take no lock. A write makes new bytes and puts them in
/// the place of exactly those that it was made from, and starts again when somebody was faster.
/// </summary>
internal sealed class MemoryStore : ISessionStore, ISessionIndex
{
    private readonly TimeProvider _time;
    private readonly MemoryUsage _usage;
    private readonly MemoryShards _shards;
    private readonly MemorySweep _sweep;
    private readonly MemoryEvictor _evictor;
    private readonly MemoryLists _lists;

    public MemoryStore(MemoryStoreOptions options, TimeProvider time)
    {
        _time = time;
        _usage = new MemoryUsage(options.MaxSessions, options.MaxBytes);
        _shards = new MemoryShards(_usage);
        _sweep = new MemorySweep(_shards);
        _evictor = new MemoryEvictor(_shards, _sweep);
        _lists = new MemoryLists(_shards);
    }

    public string Name => "memory";

    public SessionCapabilities Capabilities => SessionCapabilities.Index | SessionCapabilities.ReportsExpiry;

    /// <summary>Is told of each live session that had to give way to another. Called within the write that needed the room; must not throw.</summary>
    public Action<SessionRecord>? Evicted
    {
        get => _evictor.Evicted;
        set => _evictor.Evicted = value;
    }

    /// <summary>
    /// Is told of each expired session that a write took out before <see cref="RemoveExpiredAsync"/> found it. Called within that write; must not throw.
    /// </summary>
    public Action<SessionRecord>? Expired
    {
        get => _evictor.Expired;
        set => _evictor.Expired = value;
    }

    /// <summary>How many records are held, expired ones included.</summary>
    public long SessionsHeld => _usage.Sessions;

    /// <summary>How many bytes they take, as <see cref="MemoryStoreOptions.MaxBytes"/> counts them.</summary>
    public long BytesHeld => _usage.Bytes;

    /// <summary>How many subjects and index values stand for sessions.</summary>
    public int KeysHeld => _shards.Entries.Keys;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<SessionRecord?>(cancellationToken);
        return ValueTask.FromResult(TryFindLive(id, out _, out var packed) ? SessionRecordFormat.Unpack(packed) : null);
    }

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        var packed = SessionRecordFormat.Pack(record);
        while (true)
        {
            if (TryFindLive(record.Id, out var shard, out var existing))
            {
                return ValueTask.FromResult(SessionRecordFormat.PeekWriteId(existing) == record.WriteId);
            }
            if (existing.Length > 0)
            {
                if (shard.TryRemove(record.Id, existing, out var expired)) Expired?.Invoke(expired);
                continue;
            }
            if (!TryMakeRoomFor(record.Id, packed)) return ValueTask.FromException<bool>(_usage.Full(record.Id, packed));
            if (shard.TryAdd(record, packed)) return ValueTask.FromResult(true);
            _usage.GiveBackFor(packed);
        }
    }

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<UpdateResult>(cancellationToken);
        while (true)
        {
            if (!TryFindLive(record.Id, out var shard, out var packed)) return ValueTask.FromResult(UpdateResult.Gone);
            var stored = SessionRecordFormat.Unpack(packed);
            if (stored.Version == record.Version && stored.WriteId == record.WriteId) return ValueTask.FromResult(UpdateResult.Updated(stored));
            if (stored.Version != expectedVersion) return ValueTask.FromResult(UpdateResult.Conflict(stored));

            var kept = record.KeepingLaterTimes(stored);
            var newPacked = SessionRecordFormat.Pack(kept);
            var growth = newPacked.Length - packed.Length;
            if (growth > 0 && !TryMakeRoomToGrow(record.Id, newPacked, growth))
            {
                return ValueTask.FromException<UpdateResult>(_usage.Full(record.Id, newPacked));
            }
            if (shard.TryReplace(stored, packed, kept, newPacked)) return ValueTask.FromResult(UpdateResult.Updated(kept));
            if (growth > 0) _usage.GiveBackBytes(growth);
        }
    }

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        while (TryFindLive(id, out var shard, out var packed))
        {
            if (Touch(packed, lastSeenAt, expiresAt) is not { } touched || shard.TryTouch(id, packed, touched)) return ValueTask.FromResult(true);
        }
        return ValueTask.FromResult(false);
    }

    public ValueTask<bool> RemoveAsync(SessionId id, SessionEndReason reason, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        // An expired record is left to the sweep, which reports its end.
        while (TryFindLive(id, out var shard, out var packed))
        {
            if (shard.TryRemove(id, packed, out _)) return ValueTask.FromResult(true);
        }
        return ValueTask.FromResult(false);
    }

    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<SessionPage>(cancellationToken);
        return ValueTask.FromResult(_lists.Page(query, cursor, _time.GetUtcNow()));
    }

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<long>(cancellationToken);
        return ValueTask.FromResult(_lists.Count(query, _time.GetUtcNow()));
    }

    public ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        long cleared = 0;
        for (var number = 0; number < MemoryShards.Count; number++)
        {
            long reported = cleared;
            using var walk = _shards[number].Walk();
            for (var more = true; more;)
            {
                if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<long>(cancellationToken);
                cleared += ClearBatch(_shards[number], walk, out more);
                if (cleared != reported) progress?.Report(reported = cleared);
            }
        }
        return ValueTask.FromResult(cleared);
    }

    public ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<IReadOnlyList<SessionRecord>>(cancellationToken);
        return ValueTask.FromResult<IReadOnlyList<SessionRecord>>(_sweep.RemoveExpired(_time.GetUtcNow(), limit));
    }

    /// <summary>Removes the next records of a walk, and says how many of them were live and whether there may be more.</summary>
    private long ClearBatch(MemoryShard shard, IEnumerator<KeyValuePair<SessionId, byte[]>> walk, out bool more)
    {
        const int BatchSize = 1_000;
        var now = _time.GetUtcNow();
        long live = 0;
        more = true;
        for (var i = 0; i < BatchSize && (more = walk.MoveNext()); i++)
        {
            var id = walk.Current.Key;
            while (shard.TryFind(id, out var packed))
            {
                if (!shard.TryRemove(id, packed, out var removed)) continue;
                if (removed.IsRetained(now)) live++;
                break;
            }
        }
        return live;
    }

    /// <summary>
    /// The part of the store in which the id belongs, and what that part holds of it: nothing if it is not there. False when it is not there
    /// or has expired.
    /// </summary>
    private bool TryFindLive(SessionId id, out MemoryShard shard, out byte[] packed)
    {
        shard = _shards.Of(id);
        if (!shard.TryFind(id, out var found))
        {
            packed = [];
            return false;
        }
        packed = found;
        return !MemoryShard.IsExpired(packed, _time.GetUtcNow());
    }

    /// <summary>The bytes with later times, or null where neither would be later.</summary>
    private static byte[]? Touch(byte[] packed, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt)
    {
        var storedLastSeenAt = SessionRecordFormat.PeekLastSeenAt(packed);
        var storedExpiresAt = SessionRecordFormat.PeekExpiresAt(packed);
        if (SessionRecordFormat.PeekAbsoluteExpiresAt(packed) is { } end && end < expiresAt) expiresAt = end;
        if (lastSeenAt <= storedLastSeenAt && expiresAt <= storedExpiresAt) return null;
        return SessionRecordFormat.WithTimes(
            packed,
            lastSeenAt > storedLastSeenAt ? lastSeenAt : storedLastSeenAt,
            expiresAt > storedExpiresAt ? expiresAt : storedExpiresAt);
    }

    private bool TryMakeRoomFor(SessionId id, byte[] packed)
    {
        if (!_usage.CouldHold(packed)) return false;
        while (!_usage.TryTakeFor(packed))
        {
            if (!_evictor.TryMakeRoom(id, _time.GetUtcNow())) return false;
        }
        return true;
    }

    private bool TryMakeRoomToGrow(SessionId id, byte[] packed, long growth)
    {
        if (!_usage.CouldHold(packed)) return false;
        while (!_usage.TryTakeBytes(growth))
        {
            if (!_evictor.TryMakeRoom(id, _time.GetUtcNow())) return false;
        }
        return true;
    }
}
