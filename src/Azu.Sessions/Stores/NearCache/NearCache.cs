using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>
/// Keeps copies of sessions in front of a store that nodes share.
/// <para>
/// <b>A copy may only admit.</b> As a store this asks the store behind it, always, and keeps what comes back. A copy is given out by
/// <see cref="TryRecall"/> alone, to callers that go on to <see cref="FindAsync"/> unless the copy admits: what is refused, reported or
/// removed is decided on what the store says now.
/// </para>
/// <para>
/// <b>What a copy can miss</b> is bounded by its life, which counts from before the store was first asked. A life that is longer than the bound needs a
/// <see cref="CacheLease"/>. A load becomes a copy only if nothing that was announced, written or removed since it began overtook it. That a session is
/// absent is never kept.
/// </para>
/// </summary>
/// <param name="store">The store that nodes share.</param>
/// <param name="copies">The copies.</param>
/// <param name="lease">The right to use them; null where their life alone keeps the bound.</param>
/// <param name="timeToLive">Their life.</param>
/// <param name="time">Both clocks.</param>
internal sealed class NearCache(ISessionStore store, NearCacheEntries copies, CacheLease? lease, TimeSpan timeToLive, TimeProvider time) : ISessionStore
{
    private readonly CopyLife _life = new(timeToLive, time);
    private long _fillsDropped;

    public string Name => store.Name;

    public SessionCapabilities Capabilities => store.Capabilities;

    /// <summary>How many loads were overtaken, and not kept.</summary>
    public long FillsDropped => Volatile.Read(ref _fillsDropped);

    /// <summary>
    /// The copy of a session, where there is one and this node may use it: it misses nothing that is older than the bound. It may be over, by its own
    /// times.
    /// </summary>
    public bool TryRecall(SessionId id, [NotNullWhen(true)] out SessionRecord? record)
    {
        // The order counts: see CacheLease.
        var until = lease?.Until ?? long.MaxValue;
        var shard = copies.Of(id);
        if (shard.TryFind(id, out var copy) && CopyMoment.Of(time) is var now && now.Timestamp < until && _life.Includes(copy.ReadAt, now)
            && SessionRecordFormat.TryUnpack(copy.Packed, out record))
        {
            shard.NoteHit();
            // Written only when it changes: it is read by every core that uses the copy.
            if (!copy.WasUsed) copy.WasUsed = true;
            return true;
        }

        shard.NoteMiss();
        record = null;
        return false;
    }

    /// <summary>
    /// The last copy of a session, while the store cannot be asked: it misses nothing that is older than <paramref name="span"/>. With a lease that is
    /// what was announced, without one it is the age of the copy.
    /// </summary>
    public bool TryRecallStale(SessionId id, TimeSpan span, [NotNullWhen(true)] out SessionRecord? record)
    {
        record = null;
        return lease?.WasProvenWithin(span) != false && copies.Of(id).TryFind(id, out var copy)
            && (lease is not null || new CopyLife(span, time).Includes(copy.ReadAt, CopyMoment.Of(time)))
            && SessionRecordFormat.TryUnpack(copy.Packed, out record);
    }

    /// <summary>Drops the copies of sessions that are gone.</summary>
    public void Drop(IEnumerable<SessionRecord> gone)
    {
        foreach (var record in gone) copies.Of(record.Id).Drop(record.Id);
    }

    public void DropAll() => copies.DropAll();

    public async ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        var fill = Begin(id);
        SessionRecord? found = null;
        try
        {
            found = await store.FindAsync(id, cancellationToken);
            if (found is null) copies.Of(id).Drop(id);
            return found;
        }
        finally
        {
            End(id, fill, found);
        }
    }

    public async ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
    {
        var fill = Begin(record.Id);
        var isCreated = false;
        try
        {
            return isCreated = await store.CreateAsync(record, cancellationToken);
        }
        finally
        {
            End(record.Id, fill, isCreated ? record : null);
        }
    }

    public async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        var fill = Begin(record.Id);
        SessionRecord? current = null;
        try
        {
            var result = await store.UpdateAsync(record, expectedVersion, cancellationToken);
            current = result.Current;
            return result;
        }
        finally
        {
            // Gone, or of unknown outcome: this node must not go on with what it had.
            if (current is null) copies.Of(record.Id).Drop(record.Id);
            End(record.Id, fill, current);
        }
    }

    public async ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        var isThere = await store.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken);
        if (isThere) copies.Of(id).Touch(id, lastSeenAt, expiresAt);
        else copies.Of(id).Drop(id);
        return isThere;
    }

    public async ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
    {
        // Before, because here it is over from now on, whether or not the store can be reached; and after, because a load may have come between.
        copies.Of(id).Drop(id);
        try
        {
            return await store.RemoveAsync(id, condition, reason, actor, cancellationToken);
        }
        finally
        {
            copies.Of(id).Drop(id);
        }
    }

    /// <summary>Null where there is a lease and it is lost: announcements may be missing, so nothing that is loaded then is kept.</summary>
    private Begun? Begin(SessionId id) => lease?.IsHeld != false ? new(copies.Of(id).Begin(id), CopyMoment.Of(time)) : null;

    private void End(SessionId id, Begun? begun, SessionRecord? read)
    {
        var shard = copies.Of(id);
        // Whether or not it is kept: this node never goes back to what is older than what it has seen.
        if (read is not null) shard.Supersede(id, read.Version);
        if (begun is { } fill
            && !shard.End(id, fill.Fill, read is null ? null : new(SessionRecordFormat.Pack(read), fill.At))) Interlocked.Increment(ref _fillsDropped);
    }

    private readonly record struct Begun(NearCacheShard.Fill Fill, CopyMoment At);
}
