using System.Data.Common;
using Azu.Sessions;
using Azu.Sessions.Database;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in PostgreSQL, and copies of them on each node.</summary>
public static class AzuSessionsClusteredDatabaseExtensions
{
    private const string OneNode =
        "A SQLite file is for one machine and tells nobody what changes, so nodes cannot keep copies of its sessions. Use UseDatabaseStore for SQLite, or PostgreSQL with UseClusteredDatabaseStore.";

    /// <summary>
    /// Keeps sessions in PostgreSQL, and copies of them in each node's memory: a read of a session that this node knows asks the database nothing.
    /// How long a revoked session can still be seen is bounded by <see cref="SessionClusterOptions.MaxRevocationLag"/>. One connection of each node listens.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connection"><c>postgresql://user:password@host/database</c>, or <c>Host=…;Database=…</c>.</param>
    /// <param name="cluster">Sets the bounds of the copies.</param>
    /// <param name="database">Where in the database sessions are kept, and how; the same on every node.</param>
    /// <exception cref="FormatException">The connection is not usable. The message says why, and repeats no password.</exception>
    /// <exception cref="ArgumentException">An option is not usable, or the connection names a SQLite file.</exception>
    public static AzuSessionsBuilder<TData> UseClusteredDatabaseStore<TData>(
        this AzuSessionsBuilder<TData> builder, string connection, Action<SessionClusterOptions>? cluster = null, Action<DatabaseStoreOptions>? database = null)
        where TData : notnull
    {
        var dataSource = ConnectionText.Open(connection);
        if (dataSource is not NpgsqlDataSource) throw new ArgumentException(OneNode, nameof(connection));
        return builder.UseClustered(_ => dataSource, isOwner: true, cluster, database);
    }

    /// <summary>
    /// Keeps sessions in the PostgreSQL that <paramref name="dataSource"/> leads to, and copies of them in each node's memory. The data source stays the
    /// application's; one of its connections listens.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Where connections come from: of Npgsql, without multiplexing.</param>
    /// <param name="cluster">Sets the bounds of the copies.</param>
    /// <param name="database">Where in the database sessions are kept, and how; the same on every node.</param>
    /// <exception cref="ArgumentException">An option is not usable.</exception>
    public static AzuSessionsBuilder<TData> UseClusteredDatabaseStore<TData>(
        this AzuSessionsBuilder<TData> builder, DbDataSource dataSource, Action<SessionClusterOptions>? cluster = null, Action<DatabaseStoreOptions>? database = null)
        where TData : notnull
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UseClustered(_ => dataSource, isOwner: false, cluster, database);
    }

    /// <summary>
    /// Keeps sessions in a PostgreSQL whose data source is among the application's services, and copies of them in each node's memory. The data source stays
    /// theirs; one of its connections listens.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Where connections come from: of Npgsql, without multiplexing.</param>
    /// <param name="cluster">Sets the bounds of the copies.</param>
    /// <param name="database">Where in the database sessions are kept, and how; the same on every node.</param>
    /// <exception cref="ArgumentException">An option is not usable.</exception>
    public static AzuSessionsBuilder<TData> UseClusteredDatabaseStore<TData>(
        this AzuSessionsBuilder<TData> builder, Func<IServiceProvider, DbDataSource> dataSource, Action<SessionClusterOptions>? cluster = null, Action<DatabaseStoreOptions>? database = null)
        where TData : notnull
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UseClustered(dataSource, isOwner: false, cluster, database);
    }

    private static AzuSessionsBuilder<TData> UseClustered<TData>(
        this AzuSessionsBuilder<TData> builder, Func<IServiceProvider, DbDataSource> dataSource, bool isOwner, Action<SessionClusterOptions>? cluster, Action<DatabaseStoreOptions>? database)
        where TData : notnull
    {
        var store = DatabaseRegistration.Of(builder).Store(dataSource, isOwner, database);
        return builder.UseClusteredStore(services => store(services) as IAnnouncingStore ?? throw new InvalidOperationException(OneNode), cluster);
    }
}
