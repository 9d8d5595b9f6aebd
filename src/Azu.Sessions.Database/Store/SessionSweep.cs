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

    private readonly SweepStatement _sweep = new(dialect);
    private readonly SweepAuditStatement _sweepAudit = new(dialect);

    /// <summary>Puts off some of the rows that were used since. False when no more are left, or another node is sweeping.</summary>
    public ValueTask<bool> PostponeAsync(StoreConnection connection, long cutoff) =>
        AloneAsync(connection, async transaction =>
        {
            var command = connection.Command(dialect, _sweep.Postpone, new(cutoff, BatchSize), transaction);
            return await command.ExecuteNonQueryAsync() >= BatchSize;
        }, false);

    /// <summary>Removes up to <paramref name="limit"/> rows that are over, and returns them: none when another node is sweeping.</summary>
    public ValueTask<ExpiredSessions> RemoveAsync(StoreConnection connection, int limit, long cutoff, long now) =>
        AloneAsync(connection, async transaction =>
        {
            var rows = await connection.RunAsync(dialect, _sweep.Remove, new(cutoff, limit, now), SessionRow.ReadOrNull, transaction);
            var records = rows.OfType<SessionRecord>().ToList();
            return new ExpiredSessions(records, rows.Count - records.Count, rows.Count >= limit);
        }, ExpiredSessions.None);

    /// <summary>Removes some of the notes that have been kept long enough.</summary>
    public ValueTask<bool> RemoveNotesAsync(StoreConnection connection, long now) =>
        AloneAsync(connection, async transaction =>
        {
            var until = Math.Max(0, now - dialect.Options.AuditRetention.Ticks);
            var command = connection.Command(dialect, _sweepAudit.Rows, new(until, BatchSize), transaction);
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
}
