namespace Azu.Sessions.Database;

/// <summary>Makes the store for a database: each can do what its database can.</summary>
internal static class DatabaseStores
{
    public static DatabaseStore Create(DatabaseLink link, TimeProvider time) =>
        link is { Dialect: PostgresDialect dialect, Connections: PooledConnections { Npgsql: { } dataSource } }
        ? new PostgresStore(link, dialect.Announcements, dataSource, time)
        : new DatabaseStore(link, time);
}
