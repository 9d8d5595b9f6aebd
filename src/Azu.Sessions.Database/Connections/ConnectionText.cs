using System.Data.Common;
using Npgsql;

namespace Azu.Sessions.Database;

/// <summary>Makes a data source of what an application has in its configuration. No message repeats what it says.</summary>
internal static class ConnectionText
{
    private static readonly string[] s_postgres = ["host", "server"];
    private static readonly string[] s_sqlite = ["data source", "datasource", "filename"];

    /// <exception cref="FormatException">The text is not usable; the message says why.</exception>
    /// <exception cref="InvalidOperationException">It names a SQLite file, and the application has no provider for it.</exception>
    public static DbDataSource Open(string connection)
    {
        if (string.IsNullOrWhiteSpace(connection)) throw Unknown("it is empty");
        if (PostgresUrl.IsUrl(connection)) return Postgres(PostgresUrl.Parse(connection));
        if (connection.Contains("://", StringComparison.Ordinal) && !connection.Contains('=')) throw Unknown("its scheme is not known");

        var parts = Read(connection);
        if (s_sqlite.Any(parts.ContainsKey)) return SqliteProvider.CreateDataSource(connection);
        if (!s_postgres.Any(parts.ContainsKey)) throw Unknown("it names neither a host nor a file");
        return Postgres(ReadPostgres(connection));
    }

    private static NpgsqlDataSource Postgres(NpgsqlConnectionStringBuilder parts)
    {
        AskPrimary(parts);
        // Nothing here leaves anything behind on a connection, so there is nothing to reset between two uses.
        parts.NoResetOnClose = true;
        // What timed out is given up, and not asked to stop first.
        parts.CancellationTimeout = -1;
        if (string.IsNullOrEmpty(parts.ApplicationName)) parts.ApplicationName = "Azu.Sessions";
        return NpgsqlDataSource.Create(parts);
    }

    /// <summary>
    /// A standby may still have sessions that the primary has removed. Of several servers Npgsql asks the first that it reaches, which is a standby while the
    /// primary is away.
    /// </summary>
    private static void AskPrimary(NpgsqlConnectionStringBuilder parts)
    {
        if (parts.TargetSessionAttributes is null && parts.Host?.Contains(',') == true) parts.TargetSessionAttributes = "primary";
        if (parts.TargetSessionAttributes?.ToLowerInvariant() is not (null or "primary" or "read-write"))
            throw Unknown("it may lead to a standby, which can still have sessions that were removed; the target session attributes have to be primary or " +
                "read-write");
    }

    private static DbConnectionStringBuilder Read(string connection)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connection };
        }
        catch (ArgumentException)
        {
            throw Unknown("it does not consist of pairs \"key=value\" with \";\" between them");
        }
    }

    private static NpgsqlConnectionStringBuilder ReadPostgres(string connection)
    {
        var all = new NpgsqlConnectionStringBuilder();
        var pairs = Read(connection);
        foreach (string key in pairs.Keys)
        {
            try
            {
                all[key] = pairs[key];
            }
            catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
            {
                throw Unknown($"its key \"{key}\" is not known, or has a value that does not fit");
            }
        }
        return all;
    }

    private static FormatException Unknown(string why) => new(
        $"The database connection is not usable: {why}. It is a URL (postgresql://user:password@host/database), " +
        "pairs for PostgreSQL (Host=…;Database=…), " +
            "or a SQLite file (Data Source=sessions.db).");
}
