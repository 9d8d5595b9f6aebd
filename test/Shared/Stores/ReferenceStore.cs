namespace Azu.Sessions.TestSupport;

/// <summary>
/// The contract in the fewest words: one lock around one dictionary. The kit must pass it, and fail each of the stores that derive from
/// it and break one promise.
/// </summary>
public class ReferenceStore : ISessionStore, ISessionIndex
{
    public const int Batch = 100;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public ReferenceData Data { get; init; } = new();

    public virtual string Name => "reference";

    public virtual SessionCapabilities Capabilities => SessionCapabilities.Index | SessionCapabilities.ReportsExpiry;

    public virtual ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock) return new(Alive(id) is { } stored ? Give(stored) : null);
    }

    public virtual ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
    {
        CheckText(record);
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock)
        {
            if (Alive(record.Id) is { } stored) return new(stored.WriteId == record.WriteId);
            Data.Remove(record.Id);
            Data.Records[record.Id] = Keep(Cut(record));
            return new(true);
        }
    }

    public virtual ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        CheckText(record);
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock)
        {
            if (Alive(record.Id) is not { } stored) return new(UpdateResult.Gone);
            if (stored.Version == record.Version && stored.WriteId == record.WriteId) return new(UpdateResult.Updated(Give(stored)));
            if (stored.Version != expectedVersion) return new(UpdateResult.Conflict(Give(stored)));
            var kept = Data.Records[record.Id] = Keep(record.KeepingLaterTimes(stored));
            return new(UpdateResult.Updated(Give(kept)));
        }
    }

    public virtual ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock)
        {
            if (Alive(id) is not { } stored) return new(false);
            Data.Records[id] = (stored with { LastSeenAt = lastSeenAt, ExpiresAt = expiresAt }).KeepingLaterTimes(stored);
            return new(true);
        }
    }

    public virtual ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock)
        {
            if (!Data.Records.TryGetValue(id, out var stored)) return new(RemoveResult.NotThere);
            if (!condition.IsAlways && (!IsReadable(id) || !condition.Holds(stored))) return new(RemoveResult.NotThere);
            var removed = Data.Spoilt.ContainsKey(id) ? null : Give(stored);
            Data.Remove(id);
            return new(RemoveResult.Removed(removed));
        }
    }

    public virtual ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var after = cursor is null ? default : Position(cursor);
        lock (Data.Lock)
        {
            var found = Meant(query).OrderBy(PositionOf).Where(record => PositionOf(record).CompareTo(after) > 0).Take(query.PageSize + 1).ToList();
            if (found.Count <= query.PageSize) return new(new SessionPage([.. found.Select(Give)], null));
            found.RemoveAt(query.PageSize);
            return new(new SessionPage([.. found.Select(Give)], Cursor(found[^1])));
        }
    }

    public virtual ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var after = cursor is null ? default : Position(cursor);
        lock (Data.Lock)
        {
            var found = Data.Records.Values.Where(record => IsListed(record, query)).OrderBy(PositionOf)
                .Where(record => PositionOf(record).CompareTo(after) > 0).Take(query.PageSize + 1).ToList();
            if (found.Count <= query.PageSize) return new(new SessionIdPage([.. found.Select(r => r.Id)], null));
            found.RemoveAt(query.PageSize);
            return new(new SessionIdPage([.. found.Select(r => r.Id)], Cursor(found[^1])));
        }
    }

    public virtual ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock) return new(Meant(query).LongCount());
    }

    public virtual ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock) return new(new SessionEstimate(Data.Records.Count, TimeSpan.Zero));
    }

    public virtual ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        for (var gone = 0L; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (Data.Lock)
            {
                var batch = Data.Records.Keys.Take(Batch).ToList();
                if (batch.Count == 0) return new(gone);
                foreach (var id in batch) Data.Remove(id);
                gone += batch.Count;
            }
            progress?.Report(gone);
        }
    }

    public virtual ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock)
        {
            var expired = Data.Records.Values.Where(record => !IsAlive(record)).Take(limit).ToList();
            var readable = expired.Where(record => !Data.Spoilt.ContainsKey(record.Id)).Select(Give).ToList();
            foreach (var record in expired) Data.Remove(record.Id);
            return new(new ExpiredSessions(readable, expired.Count - readable.Count, expired.Count == limit));
        }
    }

    /// <summary>Refuses half a surrogate pair.</summary>
    public virtual void CheckText(SessionRecord record)
    {
        if (record.Subject is { } subject) ExactText.Check(subject);
        foreach (var entry in record.Indexes) (_, _) = (ExactText.Check(entry.Name), ExactText.Check(entry.Value));
    }

    /// <summary>A new record whose expiry lies past its absolute end ends there.</summary>
    public virtual SessionRecord Cut(SessionRecord record) => record.KeepingLaterTimes(record);

    public virtual SessionRecord Keep(SessionRecord record) => record with
    {
        Payload = record.Payload.ToArray(),
        Fingerprint = record.Fingerprint.ToArray(),
        Indexes = [.. record.Indexes],
    };

    public virtual SessionRecord Give(SessionRecord record) => record with { Indexes = [.. record.Indexes] };

    public virtual bool IsAlive(SessionRecord record) => record.IsRetained(Clock.GetUtcNow());

    public virtual bool IsMeant(SessionRecord record, SessionQuery query) =>
        (query.Subject is null || record.Subject == query.Subject) && (query.Index is not { } entry || record.Indexes.Contains(entry));

    /// <summary>What a list for revocation gives: unreadable sessions as well, by the entries that were made for them.</summary>
    public virtual bool IsListed(SessionRecord record, SessionQuery query) => IsMeant(record, query);

    /// <summary>Whether a record can be read; one of a newer version is refused by an exception.</summary>
    public virtual bool IsReadable(SessionId id)
    {
        if (!Data.Spoilt.TryGetValue(id, out var how)) return true;
        return how == Spoiling.Newer ? throw new SessionUnreadableException("A newer version wrote this session.", id) : false;
    }

    public virtual SessionRecord? Alive(SessionId id) => Data.Records.TryGetValue(id, out var record) && IsAlive(record) && IsReadable(id) ? record : null;

    private IEnumerable<SessionRecord> Meant(SessionQuery query) =>
        Data.Records.Values.Where(record => IsAlive(record) && IsMeant(record, query) && !Data.Spoilt.ContainsKey(record.Id));

    private static (long, SessionId) PositionOf(SessionRecord record) => (record.CreatedAt.UtcTicks, record.Id);

    private static string Cursor(SessionRecord record) => $"{record.CreatedAt.UtcTicks}-{record.Id}";

    private static (long, SessionId) Position(string cursor) =>
        cursor.Split('-') is [var ticks, var id] && long.TryParse(ticks, out var at) && SessionId.TryParse(id, out var last)
            ? (at, last)
            : throw new ArgumentException("This cursor is none of ours.", nameof(cursor));
}
