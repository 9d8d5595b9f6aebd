using System.Data.Common;
using System.Globalization;

namespace Azu.Sessions.Database;

/// <summary>Opens connections to a SQLite file as sessions need them.</summary>
internal static class SqliteConnection
{
    private static readonly Version s_oldest = new(3, 35); // RETURNING

    public static DbConnection Open(DbDataSource dataSource, TimeSpan timeout)
    {
        var connection = dataSource.OpenConnection();
        try
        {
            var version = Text(connection, "SELECT sqlite_version()");
            if (Version.Parse(version) < s_oldest)
                throw new SessionStoreException($"The SQLite library is version {version}; sessions need {s_oldest} or newer. Update the package that " +
                    "brings it (SQLitePCLRaw.bundle_e_sqlite3).");
            Text(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)timeout.TotalMilliseconds}"));
            Text(connection, "PRAGMA foreign_keys = ON");
            var journal = Text(connection, "PRAGMA journal_mode = WAL");
            if (journal != "wal")
                throw new SessionStoreException($"The SQLite database keeps its journal in mode '{journal}', and sessions need 'wal': a file on a local " +
                    "disk. In memory is what UseMemoryStore() is for.");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string Text(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }
}
