using Microsoft.Data.Sqlite;

namespace Azu.Sessions.Bench;

/// <summary>Measures a SQLite file. What works on it is the application.</summary>
internal sealed class SqliteMeter(string connectionString) : StoreMeter
{
    public override async Task<double> HeldAsync()
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var size = connection.CreateCommand();
        // Pages that are still in the write-ahead log count too.
        size.CommandText = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
        return (long)(await size.ExecuteScalarAsync())!;
    }
}
