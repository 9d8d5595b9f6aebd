using System.Data;
using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>
/// Removes what is over. A row says when the sweep is to look at it (<c>sweep_at</c>): at first when it ends. A touch moves the end and not this
/// time, because then it changes no index; so the sweep finds rows that have been used since, and puts them off until they end.
/// </summary>
internal sealed class SessionSweep(Dialect dialect)
{
    private const int BatchSize = 1_000;

    /// <summary>Puts off some of the rows that were used since. False when no more are left, or another node is sweeping.</summary>
    public ValueTask<bool> PostponeAsync(StoreConnection connection, long over) =>
        AloneAsync(connection, async transaction =>
        {
            await using var command = Command(connection, dialect.Postpone, transaction, over, BatchSize);
            return await command.ExecuteNonQueryAsync() >= BatchSize;
        }, false);

    /// <summary>Removes up to <paramref name="limit"/> rows that are over, and returns them: none when another node is sweeping.</summary>
    public ValueTask<ExpiredSessions> RemoveAsync(StoreConnection connection, int limit, long over, long now) =>
        AloneAsync(connection, async transaction =>
        {
            var rows = await connection.RunAsync(dialect, dialect.Sweep, command =>
            {
                dialect.AddNumber(command, over);
                dialect.AddNumber(command, limit);
                if (dialect.Options.Audit) dialect.AddNumber(command, now);
            }, SessionRow.ReadOrNull, transaction);
            var records = rows.OfType<SessionRecord>().ToList();
            return new ExpiredSessions(records, rows.Count - records.Count, rows.Count >= limit);
        }, ExpiredSessions.None);

    /// <summary>Removes some of the notes that have been kept long enough.</summary>
    public ValueTask<bool> RemoveNotesAsync(StoreConnection connection, long now) =>
        AloneAsync(connection, async transaction =>
        {
            await using var command = Command(connection, dialect.SweepAudit, transaction, Math.Max(0, now - dialect.Options.AuditRetention.Ticks), BatchSize);
            return await command.ExecuteNonQueryAsync() >= BatchSize;
        }, false);

    /// <summary>In a transaction, and only if no other node is at it.</summary>
    private async ValueTask<T> AloneAsync<T>(StoreConnection connection, Func<DbTransaction, ValueTask<T>> work, T otherwise)
    {
        // A stricter level, which a server may have as its default, would refuse rows instead of skipping them.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        if (dialect.SweepLock is { } ask)
        {
            await using var command = connection.Command(ask, transaction);
            if (await command.ExecuteScalarAsync() is not true) return otherwise;
        }
        var done = await work(transaction);
        await transaction.CommitAsync();
        return done;
    }

    private DbCommand Command(StoreConnection connection, string sql, DbTransaction transaction, long until, long limit)
    {
        var command = connection.Command(sql, transaction);
        dialect.AddNumber(command, until);
        dialect.AddNumber(command, limit);
        return command;
    }
}
