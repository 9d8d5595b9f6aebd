namespace Azu.Sessions;

/// <summary>
/// Keeps sessions in this process, as packed bytes and never as live objects. Reads take no lock. A write makes new bytes and puts them in
/// the place of exactly those that it was made from, and starts again when another write was faster.
/// </summary>
internal sealed class MemoryStore : ISessionStore, ISessionIndex, ISessionPresence
{
    private readonly TimeProvider _time;
    private readonly MemoryUsage _usage;
    private readonly MemorySweep _sweep;
    private readonly MemoryEvictor _evictor;
    private readonly MemoryLists _lists;

    public MemoryStore(MemoryStoreOptions options, TimeProvider time)
    {
        _time = time;
        _usage = new MemoryUsage(options.MaxSessions, options.MaxBytes);
        Shards = new MemoryShards(_usage);
        _sweep = new MemorySweep(Shards);
        _evictor = new MemoryEvictor(Shards, _sweep);
        _lists = new MemoryLists(Shards);
    }

    /// <summary>The packed records.</summary>
    public MemoryShards Shards { get; }

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
    public int KeysHeld => Shards.Entries.Keys;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<SessionRecord?>(cancellationToken);
        if (!TryFindLive(id, out _, out var packed)) return ValueTask.FromResult<SessionRecord?>(null);
        try
        {
            return ValueTask.FromResult(SessionRecordFormat.Find(id, packed));
        }
        catch (SessionUnreadableException e)
        {
            return ValueTask.FromException<SessionRecord?>(e);
        }
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
                return ValueTask.FromResult(PackedRecordPeek.WriteId(existing) == record.WriteId);
            }
            if (existing.Length > 0)
            {
                if (shard.TryRemove(record.Id, existing, out var expired) && expired is not null) Expired?.Invoke(expired);
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
            if (!TryFindLive(record.Id, out var shard, out var packed)
                || !SessionRecordFormat.TryUnpack(packed, out var stored))
                return ValueTask.FromResult(UpdateResult.Gone);
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
            if (!SessionRecordFormat.TryUnpack(packed, out var stored)) break;
            var touched = (stored with { LastSeenAt = lastSeenAt, ExpiresAt = expiresAt }).KeepingLaterTimes(stored);
            if (touched.LastSeenAt == stored.LastSeenAt && touched.ExpiresAt == stored.ExpiresAt) return ValueTask.FromResult(true);
            if (shard.TryTouch(id, packed, SessionRecordFormat.WithTimes(packed, touched.LastSeenAt, touched.ExpiresAt))) return ValueTask.FromResult(true);
        }
        return ValueTask.FromResult(false);
    }

    public ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<RemoveResult>(cancellationToken);
        var shard = Shards.Of(id);
        while (shard.TryFind(id, out var packed))
        {
            try
            {
                if (!condition.IsAlways && (SessionRecordFormat.Find(id, packed) is not { } stored || !condition.Holds(stored))) break;
            }
            catch (SessionUnreadableException e)
            {
                return ValueTask.FromException<RemoveResult>(e);
            }
            if (shard.TryRemove(id, packed, out var removed)) return ValueTask.FromResult(RemoveResult.Removed(removed));
        }
        return ValueTask.FromResult(RemoveResult.NotThere);
    }

    public ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<IReadOnlyList<SessionId>>(cancellationToken);
        return ValueTask.FromResult<IReadOnlyList<SessionId>>([.. known.Where(HasEnded).Select(k => k.Id)]);
    }

    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<SessionPage>(cancellationToken);
        return ValueTask.FromResult(_lists.Page(query, cursor, _time.GetUtcNow()));
    }

    public ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<SessionIdPage>(cancellationToken);
        return ValueTask.FromResult(_lists.PageOfIds(query, cursor));
    }

    public ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<SessionEstimate?>(cancellationToken)
        : new(new SessionEstimate(SessionsHeld, TimeSpan.Zero));

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<long>(cancellationToken);
        return ValueTask.FromResult(_lists.Count(query, _time.GetUtcNow()));
    }

    public ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        long cleared = 0;
        for (var number = 0; number < MemoryShards.Count; number++)
        {
            long reported = cleared;
            using var walk = Shards[number].Walk();
            for (var more = true; more;)
            {
                if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<long>(cancellationToken);
                cleared += ClearBatch(Shards[number], walk, out more);
                if (cleared != reported) progress?.Report(reported = cleared);
            }
        }
        return ValueTask.FromResult(cleared);
    }

    public ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<ExpiredSessions>(cancellationToken);
        return ValueTask.FromResult(_sweep.RemoveExpired(_time.GetUtcNow(), limit).ToResult());
    }

    /// <summary>Removes the next records of a walk, and says how many and whether there may be more.</summary>
    private static long ClearBatch(MemoryShard shard, IEnumerator<KeyValuePair<SessionId, byte[]>> walk, out bool more)
    {
        const int BatchSize = 1_000;
        long cleared = 0;
        more = true;
        for (var i = 0; i < BatchSize && (more = walk.MoveNext()); i++)
        {
            var id = walk.Current.Key;
            while (shard.TryFind(id, out var packed))
            {
                if (!shard.TryRemove(id, packed, out _)) continue;
                cleared++;
                break;
            }
        }
        return cleared;
    }

    /// <summary>
    /// The part of the store in which the id belongs, and what that part holds of it: nothing if it is not there. False when it is not there
    /// or has expired.
    /// </summary>
    private bool TryFindLive(SessionId id, out MemoryShard shard, out byte[] packed)
    {
        shard = Shards.Of(id);
        if (!shard.TryFind(id, out var found))
        {
            packed = [];
            return false;
        }
        packed = found;
        return PackedRecordPeek.IsRetained(packed, _time.GetUtcNow());
    }

    private bool HasEnded(SessionPresence known) =>
        !TryFindLive(known.Id, out _, out var packed) || SessionRecordFormat.Read(packed, out var record) switch
        {
            PackedReading.Newer => false,
            PackedReading.Record => known.Subject is not null && record!.Subject != known.Subject,
            _ => true,
        };

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
