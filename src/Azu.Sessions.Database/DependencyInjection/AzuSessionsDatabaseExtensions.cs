using System.Data.Common;
using Azu.Sessions;
using Azu.Sessions.Database;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in a database.</summary>
public static class AzuSessionsDatabaseExtensions
{
    /// <summary>Keeps sessions in the PostgreSQL database or the SQLite file that <paramref name="connection"/> names.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connection">
    /// <c>postgresql://user:password@host/database</c>, <c>Host=…;Database=…</c>, or <c>Data Source=sessions.db</c>. SQLite needs the package
    /// Microsoft.Data.Sqlite in the application.
    /// </param>
    /// <param name="configure">Where in the database sessions are kept, and how.</param>
    /// <exception cref="FormatException">The connection is not usable. The message says why, and repeats no password.</exception>
    /// <exception cref="InvalidOperationException">The connection names a SQLite file, and the application has no provider for it.</exception>
    public static AzuSessionsBuilder<TData> UseDatabaseStore<TData>(this AzuSessionsBuilder<TData> builder, string connection,
        Action<DatabaseStoreOptions>? configure = null)
        where TData : notnull
    {
        // Now, so that the mistake shows where it was made; nothing is connected yet.
        var dataSource = ConnectionText.Open(connection);
        return builder.UseStore(DatabaseRegistration.Of(builder).Add(_ => dataSource, isOwner: true, defaults: null, configure));
    }

    /// <summary>
    /// Keeps sessions in the database that <paramref name="dataSource"/> leads to: PostgreSQL (Npgsql) or SQLite. It stays the application's.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Where connections come from.</param>
    /// <param name="configure">Where in the database sessions are kept, and how.</param>
    public static AzuSessionsBuilder<TData> UseDatabaseStore<TData>(this AzuSessionsBuilder<TData> builder, DbDataSource dataSource,
        Action<DatabaseStoreOptions>? configure = null)
        where TData : notnull => builder.UseStore(DatabaseRegistration.Of(builder).Add(_ => dataSource, isOwner: false, defaults: null, configure));

    /// <summary>Keeps sessions in a database whose data source is among the application's services. It stays theirs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Where connections come from.</param>
    /// <param name="configure">Where in the database sessions are kept, and how.</param>
    public static AzuSessionsBuilder<TData> UseDatabaseStore<TData>(
        this AzuSessionsBuilder<TData> builder, Func<IServiceProvider, DbDataSource> dataSource, Action<DatabaseStoreOptions>? configure = null)
        where TData : notnull => builder.UseStore(DatabaseRegistration.Of(builder).Add(dataSource, isOwner: false, defaults: null, configure));
}
