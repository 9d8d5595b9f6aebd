namespace Azu.Sessions.Testing.Tests;

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

    public virtual SessionCapabilities Capabilities => SessionCapabilities.Index | SessionCapabilities.OrderedLists | SessionCapabilities.ReportsExpiry;

    public virtual ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock) return new(Alive(id) is { } stored ? Give(stored) : null);
    }

    public virtual ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock)
        {
            if (Alive(record.Id) is { } stored) return new(stored.WriteId == record.WriteId);
            Data.Records[record.Id] = Keep(record);
            return new(true);
        }
    }

    public virtual ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
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

    public virtual ValueTask<bool> RemoveAsync(SessionId id, SessionEndReason reason, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock) return new(Alive(id) is not null && Data.Records.Remove(id));
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

    public virtual ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock) return new(Meant(query).LongCount());
    }

    public virtual ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        for (var gone = 0L; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (Data.Lock)
            {
                var batch = Data.Records.Keys.Take(Batch).ToList();
                if (batch.Count == 0) return new(gone);
                foreach (var id in batch) Data.Records.Remove(id);
                gone += batch.Count;
            }
            progress?.Report(gone);
        }
    }

    public virtual ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock)
        {
            var expired = Data.Records.Values.Where(record => !IsAlive(record)).Take(limit).ToList();
            foreach (var record in expired) Data.Records.Remove(record.Id);
            return new([.. expired.Select(Give)]);
        }
    }

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

    public SessionRecord? Alive(SessionId id) => Data.Records.TryGetValue(id, out var record) && IsAlive(record) ? record : null;

    private IEnumerable<SessionRecord> Meant(SessionQuery query) => Data.Records.Values.Where(record => IsAlive(record) && IsMeant(record, query));

    private static (long, SessionId) PositionOf(SessionRecord record) => (record.CreatedAt.UtcTicks, record.Id);

    private static string Cursor(SessionRecord record) => $"{record.CreatedAt.UtcTicks}-{record.Id}";

    private static (long, SessionId) Position(string cursor) =>
        cursor.Split('-') is [var ticks, var id] && long.TryParse(ticks, out var at) && SessionId.TryParse(id, out var last)
            ? (at, last)
            : throw new ArgumentException("This cursor is none of ours.", nameof(cursor));
}
