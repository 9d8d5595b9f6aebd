using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Keeps sessions in a table: a row for each, and a statement for each operation that succeeds at once.</summary>
internal class DatabaseStore : ISessionStore, ISessionIndex, IAsyncDisposable
{
    private readonly DatabaseLink _link;
    private readonly TimeSpan _timeout;
    private readonly StoreClock _clock;
    private readonly SchemaGate _gate;
    private readonly DatabaseRunner _runner;
    private readonly SessionRows _rows;
    private readonly SessionLists _lists;
    private readonly SessionSweep _sweep;

    public DatabaseStore(DatabaseLink link, TimeProvider time)
    {
        _link = link;
        _timeout = link.Dialect.Options.CommandTimeout;
        _clock = new(time);
        _gate = new(new SessionSchema(link), link.Dialect.Options.MigrateOnStart);
        _runner = new(link, _gate);
        _rows = new(link.Dialect);
        _lists = new(link.Dialect);
        _sweep = new(link.Dialect);
    }

    public string Name => _link.Dialect.Name;

    public SessionCapabilities Capabilities => _link.Dialect.Capabilities;

    /// <summary>Looks whether the tables fit, and migrates them if that is what the application wants.</summary>
    /// <exception cref="SessionSchemaException">They do not fit.</exception>
    /// <exception cref="SessionStoreException">The database failed; the next operation tries again.</exception>
    public ValueTask PrepareAsync(CancellationToken cancellationToken) => _gate.PassAsync(cancellationToken);

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
        _runner.RunAsync(id, DatabaseAccess.Read, _timeout, (_rows, id, _clock.Over),
            static (connection, s) => s._rows.FindAsync(connection, s.id, s.Over), cancellationToken);

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _runner.RunAsync(record.Id, DatabaseAccess.Write, _timeout, (_rows, row: new SessionRow(record), _clock.Over, _clock.Now),
            static (connection, s) => s._rows.CreateAsync(connection, s.row, s.Over, s.Now), cancellationToken);
    }

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _runner.RunAsync(record.Id, DatabaseAccess.Write, _timeout, (_rows, row: new SessionRow(record), expectedVersion, _clock.Over, _clock.Now),
            static (connection, s) => s._rows.UpdateAsync(connection, s.row, s.expectedVersion, s.Over, s.Now), cancellationToken);
    }

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        _runner.RunAsync(id, DatabaseAccess.Write, _timeout, (_rows, id, seen: lastSeenAt.UtcTicks, expires: expiresAt.UtcTicks, _clock.Over),
            static (connection, s) => s._rows.TouchAsync(connection, s.id, s.seen, s.expires, s.Over), cancellationToken);

    public ValueTask<bool> RemoveAsync(SessionId id, SessionEndReason reason, CancellationToken cancellationToken = default) =>
        _runner.RunAsync(id, DatabaseAccess.Write, _timeout, (_rows, id, reason, _clock.Over, _clock.Now),
            static (connection, s) => s._rows.RemoveAsync(connection, s.id, s.reason, s.Over, s.Now), cancellationToken);

    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var after = SessionLists.Position(cursor);
        return IndexAsync(DatabaseAccess.Read, connection => _lists.ListAsync(connection, query, after, _clock.Over), cancellationToken);
    }

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return IndexAsync(DatabaseAccess.Read, connection => _lists.CountAsync(connection, query, _clock.Over), cancellationToken);
    }

    public async ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var (after, cleared) = (SessionLists.Position(null), 0L);
        while (await IndexAsync(DatabaseAccess.Write, connection => _lists.ClearAsync(connection, after, _clock.Over, _clock.Now), cancellationToken) is { } batch)
        {
            after = batch.Last;
            cleared += batch.Live;
            if (batch.Live > 0) progress?.Report(cleared);
        }
        return cleared;
    }

    public async ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        while (await IndexAsync(DatabaseAccess.Write, connection => _sweep.PostponeAsync(connection, _clock.Over), cancellationToken))
        {
            // Batch by batch, so that nobody waits long for a row or, with SQLite, for the writer.
        }
        if (_link.Dialect.Options.Audit)
            await IndexAsync(DatabaseAccess.Write, connection => _sweep.RemoveNotesAsync(connection, _clock.Now), cancellationToken);
        return await IndexAsync(DatabaseAccess.Write, connection => _sweep.RemoveAsync(connection, limit, _clock.Over, _clock.Now), cancellationToken);
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private ValueTask<T> IndexAsync<T>(DatabaseAccess access, Func<StoreConnection, ValueTask<T>> work, CancellationToken cancellationToken) =>
        _runner.RunAsync(null, access, _link.Dialect.BulkTimeout, work, static (connection, work) => work(connection), cancellationToken);
}
