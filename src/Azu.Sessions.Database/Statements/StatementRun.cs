using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Runs statements, and scripts: as one statement where they are one, else in a transaction.</summary>
internal static class StatementRun
{
    /// <summary>A command of the connection's with its parameters, ready to be prepared or run. The caller does not dispose of it.</summary>
    public static DbCommand Command<T>(
        this StoreConnection connection, Dialect dialect, SqlStatement<T> statement, in T given, DbTransaction? transaction = null)
    {
        var command = connection.Statement(statement.Text, transaction);
        statement.Bind(dialect.Values, command, in given);
        return command;
    }

    /// <param name="connection">Used by nothing else at the time.</param>
    /// <param name="dialect">Whose script it is.</param>
    /// <param name="script">What to run.</param>
    /// <param name="given">What each of its statements is given.</param>
    /// <param name="read">Reads a row of the main statement.</param>
    /// <param name="transaction">If there is one already, which the caller commits.</param>
    public static async ValueTask<List<TRow>> RunAsync<T, TRow>(
        this StoreConnection connection, Dialect dialect, SqlScript<T> script, T given, Func<DbDataReader, TRow> read, DbTransaction? transaction = null)
    {
        if (script.IsOneStatement || transaction is not null) return await StatementsAsync(transaction);
        await using var own = await connection.BeginTransactionAsync();
        var changed = await StatementsAsync(own);
        await own.CommitAsync();
        return changed;

        async ValueTask<List<TRow>> StatementsAsync(DbTransaction? within)
        {
            if (script.Before is { } before) await ExecuteAsync(before, within);
            var main = connection.Command(dialect, script.Main, in given, within);
            await dialect.PrepareAsync(main);
            var rows = await main.ReadAllAsync(read);
            if (rows.Count == 0) return rows;
            foreach (var after in script.After) await ExecuteAsync(after, within);
            return rows;
        }

        async ValueTask ExecuteAsync(SqlStatement<T> statement, DbTransaction? within)
        {
            var command = connection.Command(dialect, statement, in given, within);
            await dialect.PrepareAsync(command);
            await command.ExecuteNonQueryAsync();
        }
    }
}
