using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Makes and runs the commands of a store.</summary>
internal static class StoreCommand
{
    public static DbCommand Create(DbConnection connection, string sql, TimeSpan timeout, DbTransaction? transaction = null)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds);
        return command;
    }

    /// <summary>Runs a query whose rows are read by <paramref name="read"/>, to the end: a statement that changes rows is not through before.</summary>
    public static async ValueTask<List<T>> ReadAllAsync<T>(this DbCommand command, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }
}
