using System.Data.Common;
using Azu.Sessions;
using Azu.Sessions.Database;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the cookie store's list of revocations in a database.</summary>
public static class AzuSessionsDatabaseRevocationExtensions
{
    /// <summary>Keeps the list of revocations in the PostgreSQL database or the SQLite file that <paramref name="connection"/> names.</summary>
    /// <param name="cookie">The cookie store.</param>
    /// <param name="connection">
    /// <c>postgresql://user:password@host/database</c>, <c>Host=…;Database=…</c>, or <c>Data Source=revocations.db</c>. SQLite needs the package
    /// Microsoft.Data.Sqlite in the application.
    /// </param>
    /// <param name="configure">Where in the database the list is kept, and how. The table is <c>revocations</c> by default, and made as that of
    /// sessions.</param>
    /// <exception cref="FormatException">The connection is not usable. The message says why, and repeats no password.</exception>
    /// <exception cref="InvalidOperationException">The connection names a SQLite file, and the application has no provider for it.</exception>
    public static void RevokeInDatabase(this CookieStoreOptions cookie, string connection, Action<DatabaseStoreOptions>? configure = null)
    {
        var dataSource = ConnectionText.Open(connection);
        cookie.RevokeIn(_ => dataSource, isOwner: true, configure);
    }

    /// <summary>
    /// Keeps the list of revocations in the database that <paramref name="dataSource"/> leads to: PostgreSQL (Npgsql) or SQLite. It stays the
    /// application's.
    /// </summary>
    /// <param name="cookie">The cookie store.</param>
    /// <param name="dataSource">Where connections come from.</param>
    /// <param name="configure">Where in the database the list is kept, and how. The table is <c>revocations</c> by default, and made as that of
    /// sessions.</param>
    public static void RevokeInDatabase(this CookieStoreOptions cookie, DbDataSource dataSource, Action<DatabaseStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        cookie.RevokeIn(_ => dataSource, isOwner: false, configure);
    }

    /// <summary>Keeps the list of revocations in a database whose data source is among the application's services. It stays theirs.</summary>
    /// <param name="cookie">The cookie store.</param>
    /// <param name="dataSource">Where connections come from.</param>
    /// <param name="configure">Where in the database the list is kept, and how. The table is <c>revocations</c> by default, and made as that of
    /// sessions.</param>
    public static void RevokeInDatabase(this CookieStoreOptions cookie, Func<IServiceProvider, DbDataSource> dataSource,
        Action<DatabaseStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        cookie.RevokeIn(dataSource, isOwner: false, configure);
    }

    private static void RevokeIn(this CookieStoreOptions cookie, Func<IServiceProvider, DbDataSource> dataSource, bool isOwner,
        Action<DatabaseStoreOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        cookie.RevokeIn(new DatabaseRegistration(cookie.Services, cookie.OptionsName, cookie.Configuration, "The list of revocations")
            .Add(dataSource, isOwner, options => options.Table = "revocations", configure));
        cookie.Services.AddOptions<DatabaseStoreOptions>(cookie.OptionsName)
            .Validate(options => !options.Audit, "Audit is on for a list of revocations, which holds no sessions: there is nothing to audit. Leave Audit off.");
    }
}
