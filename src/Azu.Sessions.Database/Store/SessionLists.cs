using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Lists, counts and bulk removal, each on a connection that it is given. Lists come in the order of ids.</summary>
internal sealed class SessionLists(Dialect dialect)
{
    private const int BatchSize = 1_000;
    private const long MaxCounted = 10_000;

    private static readonly Comparer<byte[]> s_byBytes = Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    private readonly SelectStatement _rows = SelectStatement.Rows(dialect);
    private readonly SelectStatement _ids = SelectStatement.Ids(dialect);
    private readonly SelectStatement _count = SelectStatement.Count(dialect);
    private readonly EstimateStatement _estimate = new(dialect);
    private readonly ClearStatement _clear = new(dialect);

    /// <summary>Before every row, whatever its id is.</summary>
    public static byte[] Start { get; } = [0];

    /// <exception cref="ArgumentException">This store did not give out the cursor.</exception>
    public static SessionId Position(string? cursor)
    {
        if (cursor is null) return default; // before every id: none is zero
        return SessionId.TryParse(cursor, out var id) ? id : throw new ArgumentException("This is no cursor of the database store.", nameof(cursor));
    }

    public async ValueTask<SessionPage> ListAsync(StoreConnection connection, SessionQuery query, SessionId after, long cutoff)
    {
        var selection = new Selection(query) { After = after, Limit = query.PageSize + 1L, Cutoff = cutoff };
        var command = connection.Command(dialect, _rows.For(in selection), in selection);
        var (rows, next) = Page(await command.ReadAllAsync(static row => (Id: IdOf(row), Record: SessionRow.ReadOrNull(row))), query, static row => row.Id);
        return new([.. rows.Select(row => row.Record).OfType<SessionRecord>()], next);
    }

    public async ValueTask<SessionIdPage> ListIdsAsync(StoreConnection connection, SessionQuery query, SessionId after)
    {
        var selection = new Selection(query) { After = after, Limit = query.PageSize + 1L };
        var command = connection.Command(dialect, _ids.For(in selection), in selection);
        var (ids, next) = Page(await command.ReadAllAsync(IdOf), query, static id => id);
        return new(ids, next);
    }

    public async ValueTask<long> CountAsync(StoreConnection connection, SessionQuery query, long cutoff)
    {
        var selection = new Selection(query) { Cutoff = cutoff };
        var command = connection.Command(dialect, _count.For(in selection), in selection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Counts as far as that is cheap; past it the database says what it knows without counting.</summary>
    public async ValueTask<SessionEstimate?> EstimateAsync(StoreConnection connection)
    {
        var few = connection.Command(dialect, _estimate.CountUpTo, MaxCounted + 1);
        var counted = (long)(await few.ExecuteScalarAsync())!;
        if (counted <= MaxCounted) return new SessionEstimate(counted, TimeSpan.Zero);
        await using var many = connection.Command(dialect.Estimate);
        var known = await many.ReadAllAsync(static row => row.IsDBNull(1) ? default((long Count, double Age)?) : (row.GetInt64(0), row.GetDouble(1)));
        // The figure may be from when there were fewer; but now there are more than were counted.
        return known.FirstOrDefault() is { } estimate ? new(Math.Max(MaxCounted + 1, estimate.Count), TimeSpan.FromSeconds(Math.Max(0, estimate.Age))) : null;
    }

    /// <summary>Removes the next rows after that id, whatever they hold. Null where there are none.</summary>
    public async ValueTask<(byte[] Last, int Count)?> ClearAsync(StoreConnection connection, byte[] after, string? actor, long now)
    {
        await using var transaction = _clear.Announcement is null ? null : await connection.BeginTransactionAsync();
        var cleared = await connection.RunAsync(
            dialect, _clear.Rows, new(after, BatchSize, actor, now), static row => row.GetFieldValue<byte[]>(0), transaction);
        if (transaction is not null)
        {
            if (cleared.Count > 0) await AnnounceAsync(connection, transaction, cleared);
            await transaction.CommitAsync();
        }
        return cleared.Count == 0 ? null : (cleared.Max(s_byBytes)!, cleared.Count);
    }

    /// <summary>Each by its id, which a message made before the removal cannot know: so both are in one transaction.</summary>
    private async ValueTask AnnounceAsync(StoreConnection connection, DbTransaction transaction, List<byte[]> removed)
    {
        var command = connection.Command(dialect, _clear.Announcement!, removed, transaction);
        await dialect.PrepareAsync(command);
        await command.ExecuteNonQueryAsync();
    }

    private static SessionId IdOf(DbDataReader row) => new(row.GetFieldValue<byte[]>(0));

    /// <summary>The rows of this page, and where the next one begins: behind the last row that was looked at, readable or not.</summary>
    private static (List<T> Rows, string? Next) Page<T>(List<T> rows, SessionQuery query, Func<T, SessionId> idOf)
    {
        if (rows.Count <= query.PageSize) return (rows, null);
        rows.RemoveAt(query.PageSize);
        return (rows, idOf(rows[^1]).ToString());
    }
}
