using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Runs the commands of a store.</summary>
internal static class StoreCommand
{
    /// <summary>Runs a query whose rows are read by <paramref name="read"/>, to the end: a statement that changes rows is not through before.</summary>
    public static async ValueTask<List<T>> ReadAllAsync<T>(this DbCommand command, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }
}
