using System.Data.Common;
using System.Globalization;

namespace Azu.Sessions.Database;

/// <summary>Reads the table of the audit, on a connection that it is given.</summary>
internal sealed class SessionAudit(Dialect dialect)
{
    private readonly AuditListStatement _list = new(dialect);

    /// <exception cref="ArgumentException">This store did not give out the cursor.</exception>
    public static long Position(string? cursor)
    {
        if (cursor is null) return long.MaxValue;
        return long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            ? before
            : throw new ArgumentException("This is no cursor of the database store.", nameof(cursor));
    }

    public async ValueTask<SessionAuditPage> ListAsync(StoreConnection connection, SessionAuditQuery query, long before)
    {
        // An empty id is the id of no session, and the statement takes it for every one.
        if (query.Id is { IsEmpty: true }) return new([], null);
        var given = new AuditListStatement.Given(query, before);
        var command = connection.Command(dialect, _list.For(in given), in given);
        var rows = await command.ReadAllAsync(static row => (Number: row.GetInt64(0), Row: ReadOrNull(row)));
        string? next = null;
        if (rows.Count > query.PageSize)
        {
            rows.RemoveAt(query.PageSize);
            next = rows[^1].Number.ToString(CultureInfo.InvariantCulture);
        }

        return new([.. rows.Select(row => row.Row).OfType<SessionAuditRow>()], next);
    }

    /// <summary>Null for a row that this version cannot read. It stops no list.</summary>
    private static SessionAuditRow? ReadOrNull(DbDataReader row)
    {
        var (id, at) = (row.GetFieldValue<byte[]>(1), row.GetInt64(6));
        var (name, reason) = (row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4));
        if (id.Length != SessionId.Size || AuditEvent.Read(name, reason) is not { } happened) return null;
        if (at < 0 || at > DateTimeOffset.MaxValue.UtcTicks) return null;
        return new(new(id), happened, new(at, TimeSpan.Zero))
        {
            Subject = TextOrNull(row, 2),
            Reason = reason is null ? null : AuditEvent.ReasonOf(reason),
            Actor = TextOrNull(row, 5),
        };
    }

    private static string? TextOrNull(DbDataReader row, int at)
    {
        if (row.IsDBNull(at)) return null;
        try
        {
            return StoredText.Read(row.GetString(at));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
