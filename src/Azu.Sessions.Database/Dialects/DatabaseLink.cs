using System.Data.Common;
using Npgsql;

namespace Azu.Sessions.Database;

/// <summary>A database and how to talk to it.</summary>
internal sealed record DatabaseLink(Dialect Dialect, DatabaseConnections Connections) : IAsyncDisposable
{
    /// <param name="dataSource">Whose connections are used.</param>
    /// <param name="isOwner">Whether the data source ends with the link.</param>
    /// <param name="options">Checked by now.</param>
    /// <exception cref="ArgumentException">The data source leads to a database that is neither PostgreSQL nor SQLite.</exception>
    public static DatabaseLink To(DbDataSource dataSource, bool isOwner, DatabaseStoreOptions options)
    {
        var names = new TableNames(options.Table, options.Schema);
        // One of the application's own that would ask any of its servers: a standby may still have sessions that were removed.
        if (!isOwner && dataSource is NpgsqlMultiHostDataSource servers) dataSource = servers.WithTargetSession(TargetSessionAttributes.Primary);
        using var connection = dataSource.CreateConnection();
        if (connection is NpgsqlConnection) return new(new PostgresDialect(names, options), new PooledConnections(dataSource, isOwner));
        var type = connection.GetType().FullName ?? "";
        if (!type.Contains("Sqlite", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"Sessions can be kept in PostgreSQL and in SQLite. The data source makes connections of type {type}.",
                nameof(dataSource));
        if (options.Schema is not null) throw new ArgumentException("A SQLite file has no schemas. Leave the option Schema null.", nameof(options));
        if (options.Unlogged) throw new ArgumentException("Unlogged is an option of PostgreSQL. Leave it off for SQLite.", nameof(options));
        return new(new SqliteDialect(names, options), new SqliteConnections(dataSource, isOwner, options.CommandTimeout));
    }

    public ValueTask DisposeAsync() => Connections.DisposeAsync();
}
