using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>The operations of a store, each on a connection that it is given. "Over" is the moment before which what has ended is absent.</summary>
internal sealed class SessionRows(Dialect dialect)
{
    public async ValueTask<SessionRecord?> FindAsync(StoreConnection connection, SessionId id, long over)
    {
        await using var command = connection.Command(dialect.Find);
        dialect.AddBytes(command, SessionRow.Bytes(id));
        dialect.AddNumber(command, over);
        await dialect.PrepareAsync(command);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? SessionRow.Read(reader) : null;
    }

    public async ValueTask<bool> CreateAsync(StoreConnection connection, SessionRow row, long over, long now)
    {
        while (!await InsertAsync(connection, row, now))
        {
            var (id, found) = (row.Record.Id, default((ulong WriteId, long ExpiresAt)?));
            await using (var command = connection.Command(dialect.FindWrite))
            {
                dialect.AddBytes(command, SessionRow.Bytes(id));
                await dialect.PrepareAsync(command);
                foreach (var existing in await command.ReadAllAsync(static r => (unchecked((ulong)r.GetInt64(0)), r.GetInt64(1)))) found = existing;
            }
            if (found is { } other && other.ExpiresAt > over) return other.WriteId == row.Record.WriteId;
            if (found is not null) await RemoveExpiredAsync(connection, id, over);
        }
        return true;
    }

    public async ValueTask<UpdateResult> UpdateAsync(StoreConnection connection, SessionRow row, long expectedVersion, long over, long now)
    {
        var record = row.Record;
        if (await ReplaceAsync(connection, row, expectedVersion, over) is { } updated) return UpdateResult.Updated(updated);
        while (true)
        {
            // Asked again, because a statement that waited for another one still sees what was there before it.
            if (await FindAsync(connection, record.Id, over) is not { } current) return UpdateResult.Gone;
            if (current.Version == record.Version && current.WriteId == record.WriteId) return UpdateResult.Updated(current);
            if (current.Version != expectedVersion) return UpdateResult.Conflict(current);
            if (await ReplaceWithEntriesAsync(connection, row, current, over, now) is { } written) return UpdateResult.Updated(written);
        }
    }

    public async ValueTask<bool> TouchAsync(StoreConnection connection, SessionId id, long lastSeenAt, long expiresAt, long over)
    {
        await using (var command = connection.Command(dialect.Touch))
        {
            dialect.AddBytes(command, SessionRow.Bytes(id));
            dialect.AddNumber(command, lastSeenAt);
            dialect.AddNumber(command, expiresAt);
            dialect.AddNumber(command, over);
            await dialect.PrepareAsync(command);
            if (await command.ExecuteNonQueryAsync() > 0) return true;
        }
        await using var exists = connection.Command(dialect.Exists);
        dialect.AddBytes(exists, SessionRow.Bytes(id));
        dialect.AddNumber(exists, over);
        await dialect.PrepareAsync(exists);
        return await exists.ExecuteScalarAsync() is not null;
    }

    public async ValueTask<RemoveResult> RemoveAsync(StoreConnection connection, SessionId id, RemoveCondition condition, SessionEndReason reason,
        string? actor, long now)
    {
        var removed = await connection.RunAsync(dialect, dialect.Remove, command =>
        {
            dialect.AddBytes(command, SessionRow.Bytes(id));
            dialect.AddNumber(command, condition.Generation);
            dialect.AddBytes(command, condition.Secret is { } secret ? SessionRow.Bytes(secret) : null);
            if (dialect.Options.Audit)
            {
                dialect.AddNumber(command, now);
                dialect.AddText(command, AuditEvent.NameOf(reason));
                dialect.AddText(command, StoredText.Display(actor));
            }
            dialect.AddRemoved(command, id);
        }, SessionRow.ReadOrNull, null);
        return removed.Count > 0 ? RemoveResult.Removed(removed[0]) : RemoveResult.NotThere;
    }

    public async ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(StoreConnection connection, IReadOnlyList<SessionPresence> known, long over)
    {
        await using var command = connection.Command(dialect.FindEnded);
        dialect.AddKnown(command, known);
        dialect.AddNumber(command, over);
        await dialect.PrepareAsync(command);
        return await command.ReadAllAsync(row => known[(int)row.GetInt64(0)].Id);
    }

    private async ValueTask<bool> InsertAsync(StoreConnection connection, SessionRow row, long now)
    {
        if (row.Indexes is not null || dialect.Options.Audit)
        {
            var happened = AuditEvent.OfCreation(row.Record);
            var added = await connection.RunAsync(dialect, dialect.CreateWithEntries, command =>
            {
                row.Bind(dialect, command);
                dialect.AddKeys(command, IndexEntries.Keys(row.Record.Indexes));
                if (!dialect.Options.Audit) return;
                dialect.AddText(command, happened.Name);
                dialect.AddNumber(command, now);
            }, static _ => true, null);
            return added.Count > 0;
        }
        await using var insert = connection.Command(dialect.Create);
        row.Bind(dialect, insert);
        await dialect.PrepareAsync(insert);
        return (await insert.ReadAllAsync(static _ => true)).Count > 0;
    }

    private async ValueTask RemoveExpiredAsync(StoreConnection connection, SessionId id, long over)
    {
        await using var command = connection.Command(dialect.RemoveExpired);
        dialect.AddBytes(command, SessionRow.Bytes(id));
        dialect.AddNumber(command, over);
        await dialect.PrepareAsync(command);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The path of nearly every write: one statement that changes the row and nothing beside it.</summary>
    private async ValueTask<SessionRecord?> ReplaceAsync(StoreConnection connection, SessionRow row, long expectedVersion, long over)
    {
        await using var command = connection.Command(dialect.Update);
        BindUpdate(command, row, expectedVersion, over);
        dialect.AddUpdated(command, row.Record);
        await dialect.PrepareAsync(command);
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) return null;
        var stored = Stored(reader, row.Record);
        // To the end: before that the statement is not through.
        await reader.ReadAsync();
        return stored;
    }

    private async ValueTask<SessionRecord?> ReplaceWithEntriesAsync(StoreConnection connection, SessionRow row, SessionRecord current, long over, long now)
    {
        var happened = AuditEvent.OfUpdate(current, row.Record);
        var written = await connection.RunAsync(dialect, dialect.UpdateWithEntries, command =>
        {
            BindUpdate(command, row, current.Version, over);
            dialect.AddKeys(command, IndexEntries.Keys(row.Record.Indexes));
            if (dialect.Options.Audit)
            {
                dialect.AddText(command, happened.Name);
                dialect.AddText(command, happened.Subject);
                dialect.AddNumber(command, now);
            }
            dialect.AddUpdated(command, row.Record);
        }, reader => Stored(reader, row.Record), null);
        return written.FirstOrDefault();
    }

    private void BindUpdate(DbCommand command, SessionRow row, long expectedVersion, long over)
    {
        row.Bind(dialect, command);
        dialect.AddNumber(command, expectedVersion);
        dialect.AddNumber(command, over);
        dialect.AddNumber(command, row.LatestExpiry);
    }

    private static SessionRecord Stored(DbDataReader row, SessionRecord written)
    {
        var (lastSeenAt, expiresAt) = (SessionRow.Time(row, 0), SessionRow.Time(row, 1));
        return lastSeenAt == written.LastSeenAt && expiresAt == written.ExpiresAt ? written : written with { LastSeenAt = lastSeenAt, ExpiresAt = expiresAt };
    }
}
