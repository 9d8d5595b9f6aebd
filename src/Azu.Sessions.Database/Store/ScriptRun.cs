using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Runs scripts: as one statement where they are one, else in a transaction.</summary>
internal static class ScriptRun
{
    /// <param name="connection">Used by nothing else at the time.</param>
    /// <param name="dialect">Whose script it is.</param>
    /// <param name="script">What to run.</param>
    /// <param name="bind">Adds the parameters, to each statement the same.</param>
    /// <param name="read">Reads a row of the main statement.</param>
    /// <param name="transaction">If there is one already, which the caller commits.</param>
    public static async ValueTask<List<T>> RunAsync<T>(
        this StoreConnection connection, Dialect dialect, SqlScript script, Action<DbCommand> bind, Func<DbDataReader, T> read, DbTransaction? transaction)
    {
        if (script.IsOneStatement || transaction is not null) return await StatementsAsync(transaction);
        await using var own = await connection.BeginTransactionAsync();
        var changed = await StatementsAsync(own);
        await own.CommitAsync();
        return changed;

        async ValueTask<List<T>> StatementsAsync(DbTransaction? within)
        {
            if (script.Before is { } before) await ExecuteAsync(before, within);
            await using var main = await CommandAsync(script.Main, within);
            var rows = await main.ReadAllAsync(read);
            if (rows.Count == 0) return rows;
            foreach (var after in script.After) await ExecuteAsync(after, within);
            return rows;
        }

        async ValueTask ExecuteAsync(string sql, DbTransaction? within)
        {
            await using var command = await CommandAsync(sql, within);
            await command.ExecuteNonQueryAsync();
        }

        async ValueTask<DbCommand> CommandAsync(string sql, DbTransaction? within)
        {
            var command = connection.Command(sql, within);
            bind(command);
            await dialect.PrepareAsync(command);
            return command;
        }
    }
}
