using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>The operations on one session, each on a connection that it is given. What ended at the cutoff or before is absent.</summary>
internal sealed class SessionRows(Dialect dialect)
{
    private readonly FindStatement _find = new(dialect);
    private readonly CreateStatement _create = new(dialect);
    private readonly UpdateStatement _update = new(dialect);
    private readonly TouchStatement _touch = new(dialect);
    private readonly RemoveStatement _remove = new(dialect);
    private readonly FindEndedStatement _findEnded = new(dialect);

    public async ValueTask<SessionRecord?> FindAsync(StoreConnection connection, SessionId id, long cutoff)
    {
        var command = connection.Command(dialect, _find.Row, new(id, cutoff));
        await dialect.PrepareAsync(command);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? SessionRow.Read(reader) : null;
    }

    public async ValueTask<bool> CreateAsync(StoreConnection connection, SessionRow row, long cutoff, long now)
    {
        while (!await InsertAsync(connection, row, now))
        {
            var (id, found) = (row.Record.Id, default((ulong WriteId, long ExpiresAt)?));
            var command = connection.Command(dialect, _find.Write, new(id, cutoff));
            await dialect.PrepareAsync(command);
            foreach (var existing in await command.ReadAllAsync(static r => (unchecked((ulong)r.GetInt64(0)), r.GetInt64(1)))) found = existing;
            if (found is { } other && other.ExpiresAt > cutoff) return other.WriteId == row.Record.WriteId;
            if (found is not null) await RemoveOverAsync(connection, id, cutoff);
        }
        return true;
    }

    public async ValueTask<UpdateResult> UpdateAsync(StoreConnection connection, SessionRow row, long expectedVersion, long cutoff, long now)
    {
        var record = row.Record;
        if (await ReplaceAsync(connection, row, expectedVersion, cutoff) is { } updated) return UpdateResult.Updated(updated);
        while (true)
        {
            // Asked again, because a statement that waited for another one still sees what was there before it.
            if (await FindAsync(connection, record.Id, cutoff) is not { } current) return UpdateResult.Gone;
            if (current.Version == record.Version && current.WriteId == record.WriteId) return UpdateResult.Updated(current);
            if (current.Version != expectedVersion) return UpdateResult.Conflict(current);
            if (await ReplaceWithEntriesAsync(connection, row, current, cutoff, now) is { } written) return UpdateResult.Updated(written);
        }
    }

    public async ValueTask<bool> TouchAsync(StoreConnection connection, SessionId id, long lastSeenAt, long expiresAt, long cutoff)
    {
        var command = connection.Command(dialect, _touch.Times, new(id, lastSeenAt, expiresAt, cutoff));
        await dialect.PrepareAsync(command);
        if (await command.ExecuteNonQueryAsync() > 0) return true;
        var exists = connection.Command(dialect, _find.Exists, new(id, cutoff));
        await dialect.PrepareAsync(exists);
        return await exists.ExecuteScalarAsync() is not null;
    }

    public async ValueTask<RemoveResult> RemoveAsync(StoreConnection connection, SessionId id, RemoveCondition condition, SessionEndReason reason,
        string? actor, long now)
    {
        var removed = await connection.RunAsync(dialect, _remove.Row, new(id, condition, reason, actor, now), SessionRow.ReadOrNull);
        return removed.Count > 0 ? RemoveResult.Removed(removed[0]) : RemoveResult.NotThere;
    }

    public async ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(StoreConnection connection, IReadOnlyList<SessionPresence> known, long cutoff)
    {
        var command = connection.Command(dialect, _findEnded.Positions, new(known, cutoff));
        await dialect.PrepareAsync(command);
        return await command.ReadAllAsync(row => known[(int)row.GetInt64(0)].Id);
    }

    private async ValueTask<bool> InsertAsync(StoreConnection connection, SessionRow row, long now)
    {
        if (row.Indexes is not null || dialect.Options.Audit)
        {
            var write = new RowWrite(row, AuditEvent.OfCreation(row.Record), now);
            return (await connection.RunAsync(dialect, _create.RowWithEntries, write, static _ => true)).Count > 0;
        }
        var insert = connection.Command(dialect, _create.Row, new(row));
        await dialect.PrepareAsync(insert);
        return (await insert.ReadAllAsync(static _ => true)).Count > 0;
    }

    private async ValueTask RemoveOverAsync(StoreConnection connection, SessionId id, long cutoff)
    {
        var command = connection.Command(dialect, _find.RemoveOver, new(id, cutoff));
        await dialect.PrepareAsync(command);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The path of nearly every write: one statement that changes the row and nothing beside it.</summary>
    private async ValueTask<SessionRecord?> ReplaceAsync(StoreConnection connection, SessionRow row, long expectedVersion, long cutoff)
    {
        var command = connection.Command(dialect, _update.Row, new(row, ExpectedVersion: expectedVersion, Cutoff: cutoff));
        await dialect.PrepareAsync(command);
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) return null;
        var stored = Stored(reader, row.Record);
        // To the end: before that the statement is not through.
        await reader.ReadAsync();
        return stored;
    }

    private async ValueTask<SessionRecord?> ReplaceWithEntriesAsync(
        StoreConnection connection, SessionRow row, SessionRecord current, long cutoff, long now)
    {
        var write = new RowWrite(row, AuditEvent.OfUpdate(current, row.Record), now, current.Version, cutoff);
        return (await connection.RunAsync(dialect, _update.RowWithEntries, write, reader => Stored(reader, row.Record))).FirstOrDefault();
    }

    private static SessionRecord Stored(DbDataReader row, SessionRecord written)
    {
        var (lastSeenAt, expiresAt) = (SessionRow.Time(row, 0), SessionRow.Time(row, 1));
        return lastSeenAt == written.LastSeenAt && expiresAt == written.ExpiresAt ? written : written with { LastSeenAt = lastSeenAt, ExpiresAt = expiresAt };
    }
}
