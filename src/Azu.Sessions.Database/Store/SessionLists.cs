using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Lists, counts and bulk removal, each on a connection that it is given. Lists come in the order of ids.</summary>
internal sealed class SessionLists(Dialect dialect)
{
    private const int BatchSize = 1_000;

    /// <exception cref="ArgumentException">The cursor is none.</exception>
    public static SessionId Position(string? cursor)
    {
        if (cursor is null) return default; // before every id: none is zero
        return SessionId.TryParse(cursor, out var id) ? id : throw new ArgumentException("This is no cursor of the database store.", nameof(cursor));
    }

    /// <summary>The texts of the query, as they are stored.</summary>
    public static (string? Subject, byte[]? Key) Wanted(SessionQuery query) =>
        (query.Subject is { } subject ? StoredText.Exact(subject) : null, query.Index is { } entry ? IndexEntries.Key(entry) : null);

    public async ValueTask<SessionPage> ListAsync(StoreConnection connection, SessionQuery query, SessionId after, long over)
    {
        var (subject, key) = Wanted(query);
        await using var command = connection.Command(dialect.List(subject is not null, key is not null));
        dialect.AddBytes(command, SessionRow.Bytes(after));
        dialect.AddNumber(command, over);
        dialect.AddNumber(command, query.PageSize + 1L);
        if (subject is not null) dialect.AddText(command, subject);
        if (key is not null) dialect.AddKey(command, key);
        var records = await command.ReadAllAsync(SessionRow.Read);
        if (records.Count <= query.PageSize) return new(records, null);
        records.RemoveAt(query.PageSize);
        return new(records, records[^1].Id.ToString());
    }

    public async ValueTask<long> CountAsync(StoreConnection connection, SessionQuery query, long over)
    {
        var (subject, key) = Wanted(query);
        await using var command = connection.Command(dialect.Count(subject is not null, key is not null));
        dialect.AddNumber(command, over);
        if (subject is not null) dialect.AddText(command, subject);
        if (key is not null) dialect.AddKey(command, key);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Removes the next sessions after that id. Null where there are none.</summary>
    public async ValueTask<(SessionId Last, long Live)?> ClearAsync(StoreConnection connection, SessionId after, long over, long now)
    {
        var cleared = await connection.RunAsync(dialect, dialect.Clear, command =>
        {
            dialect.AddBytes(command, SessionRow.Bytes(after));
            dialect.AddNumber(command, BatchSize);
            dialect.AddNumber(command, over);
            if (dialect.Options.Audit) dialect.AddNumber(command, now);
            dialect.AddCleared(command);
        }, static row => (Id: new SessionId(row.GetFieldValue<byte[]>(0)), IsLive: row.GetBoolean(1)), null);
        return cleared.Count == 0 ? null : (cleared.Max(row => row.Id), cleared.LongCount(row => row.IsLive));
    }
}
