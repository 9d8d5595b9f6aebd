using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Keeps sessions in a table: a row for each, and a statement for each operation that succeeds at once.</summary>
internal class DatabaseStore : ISessionStore, ISessionIndex, ISessionPresence, ISessionNodes, ISessionAudit, IPreparedStore, IAsyncDisposable
{
    private readonly DatabaseLink _link;
    private readonly TimeSpan _timeout;
    private readonly StoreClock _clock;
    private readonly SchemaGuard _guard;
    private readonly DatabaseRunner _runner;
    private readonly SessionRows _rows;
    private readonly SessionLists _lists;
    private readonly SessionSweep _sweep;
    private readonly SessionNodes _nodes;
    private readonly SessionAudit _audit;

    public DatabaseStore(DatabaseLink link, TimeProvider time)
    {
        _link = link;
        _timeout = link.Dialect.Options.CommandTimeout;
        _clock = new(time);
        _guard = new(new SessionSchema(link), link.Dialect.Options.MigrateOnStart);
        _runner = new(link, _guard);
        _rows = new(link.Dialect);
        _lists = new(link.Dialect);
        _sweep = new(link.Dialect);
        _nodes = new(link.Dialect);
        _audit = new(link.Dialect);
    }

    public string Name => _link.Dialect.Name;

    public SessionCapabilities Capabilities => _link.Dialect.Capabilities;

    /// <summary>Looks whether the tables fit, and migrates them if that is what the application wants.</summary>
    /// <exception cref="InvalidOperationException">They do not fit, and waiting does not help.</exception>
    /// <exception cref="SessionStoreException">The database failed; the next operation tries again.</exception>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _guard.PassAsync(cancellationToken);
        }
        catch (SessionSchemaException e)
        {
            throw new InvalidOperationException(e.Message, e);
        }
    }

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
        _runner.RunAsync(id, DatabaseAccess.Read, _timeout, (_rows, id, _clock.Cutoff),
            static (connection, s) => s._rows.FindAsync(connection, s.id, s.Cutoff), cancellationToken);

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _runner.RunAsync(record.Id, DatabaseAccess.Write, _timeout, (_rows, row: new SessionRow(record), _clock.Cutoff, _clock.Now),
            static (connection, s) => s._rows.CreateAsync(connection, s.row, s.Cutoff, s.Now), cancellationToken);
    }

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _runner.RunAsync(record.Id, DatabaseAccess.Write, _timeout, (_rows, row: new SessionRow(record), expectedVersion, _clock.Cutoff, _clock.Now),
            static (connection, s) => s._rows.UpdateAsync(connection, s.row, s.expectedVersion, s.Cutoff, s.Now), cancellationToken);
    }

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        _runner.RunAsync(id, DatabaseAccess.Write, _timeout, (_rows, id, seen: lastSeenAt.UtcTicks, expires: expiresAt.UtcTicks, _clock.Cutoff),
            static (connection, s) => s._rows.TouchAsync(connection, s.id, s.seen, s.expires, s.Cutoff), cancellationToken);

    public ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
        _runner.RunAsync(id, DatabaseAccess.Write, _timeout, (_rows, id, condition, reason, actor, _clock.Now),
            static (connection, s) => s._rows.RemoveAsync(connection, s.id, s.condition, s.reason, s.actor, s.Now), cancellationToken);

    public ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        // A copy: a caller that stops waiting may use its list again.
        SessionPresence[] asked = [.. known];
        foreach (var presence in asked)
        {
            if (presence.Subject is { } subject) ExactText.Check(subject, nameof(known));
        }
        return _runner.RunAsync(null, DatabaseAccess.Read, _timeout, (_rows, asked, _clock.Cutoff),
            static (connection, s) => s._rows.FindEndedAsync(connection, s.asked, s.Cutoff), cancellationToken);
    }

    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var after = SessionLists.Position(cursor);
        return IndexAsync(DatabaseAccess.Read, connection => _lists.ListAsync(connection, query, after, _clock.Cutoff), cancellationToken);
    }

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return IndexAsync(DatabaseAccess.Read, connection => _lists.CountAsync(connection, query, _clock.Cutoff), cancellationToken);
    }

    public ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var after = SessionLists.Position(cursor);
        return IndexAsync(DatabaseAccess.Read, connection => _lists.ListIdsAsync(connection, query, after), cancellationToken);
    }

    public ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) =>
        IndexAsync(DatabaseAccess.Read, _lists.EstimateAsync, cancellationToken);

    public async ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        var (after, cleared) = (SessionLists.Start, 0L);
        while (await IndexAsync(DatabaseAccess.Write, connection => _lists.ClearAsync(connection, after, actor, _clock.Now), cancellationToken) is { } batch)
        {
            after = batch.Last;
            cleared += batch.Count;
            progress?.Report(cleared);
        }
        return cleared;
    }

    public async ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        await _runner.RunAsync(null, DatabaseAccess.Write, _timeout, (_nodes, node, maxRevocationLag, lifetime, _clock.Now),
            static (connection, s) => s._nodes.NoteAsync(connection, s.node, s.maxRevocationLag, s.lifetime, s.Now), cancellationToken);
    }

    public ValueTask<TimeSpan?> FindLongestLagAsync(CancellationToken cancellationToken = default) =>
        _runner.RunAsync(null, DatabaseAccess.Read, _timeout, (_nodes, _clock.Now),
            static (connection, s) => s._nodes.FindLongestLagAsync(connection, s.Now), cancellationToken);

    public bool IsAuditing => _link.Dialect.Options.Audit;

    public ValueTask<SessionAuditPage> ListAuditAsync(SessionAuditQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var before = SessionAudit.Position(cursor);
        return IndexAsync(DatabaseAccess.Read, connection => _audit.ListAsync(connection, query, before), cancellationToken);
    }

    public async ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        while (await IndexAsync(DatabaseAccess.Write, connection => _sweep.PostponeAsync(connection, _clock.Cutoff), cancellationToken))
        {
            // Batch by batch, so that no request waits long for a row or, with SQLite, for the writer.
        }
        if (_link.Dialect.Options.Audit)
            await IndexAsync(DatabaseAccess.Write, connection => _sweep.RemoveNotesAsync(connection, _clock.Now), cancellationToken);
        return await IndexAsync(DatabaseAccess.Write, connection => _sweep.RemoveAsync(connection, limit, _clock.Cutoff, _clock.Now), cancellationToken);
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    /// <summary>Reads something that belongs to no session.</summary>
    protected ValueTask<T> ReadAsync<T>(Func<StoreConnection, ValueTask<T>> work, CancellationToken cancellationToken) =>
        _runner.RunAsync(null, DatabaseAccess.Read, _timeout, work, static (connection, work) => work(connection), cancellationToken);

    private ValueTask<T> IndexAsync<T>(DatabaseAccess access, Func<StoreConnection, ValueTask<T>> work, CancellationToken cancellationToken) =>
        _runner.RunAsync(null, access, _link.Dialect.BulkTimeout, work, static (connection, work) => work(connection), cancellationToken);
}
