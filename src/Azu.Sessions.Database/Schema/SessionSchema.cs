using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Azu.Sessions.Database;

/// <summary>
/// The tables of the database store: created, brought to the version that this library works with, and taken back. Each change happens as a whole or not at
/// all, and any number of processes may try at once: one does it, and the others find it done.
/// </summary>
public sealed class SessionSchema : IAsyncDisposable
{
    // Changing a table may have to wait for its users.
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    private readonly DatabaseLink _link;
    private readonly bool _isOwner;

    internal SessionSchema(DatabaseLink link, bool isOwner = false) => (_link, _isOwner) = (link, isOwner);

    private Dialect Dialect => _link.Dialect;

    /// <summary>The version of the tables that this library works with.</summary>
    public static int LatestVersion => MigrationScripts.Latest;

    /// <summary>All migrations, as a database has them that has no tables yet: none is applied.</summary>
    public static IReadOnlyList<SchemaVersion> Migrations { get; } = [.. MigrationScripts.All.Select(m => new SchemaVersion(m.Number, m.Name, null))];

    /// <summary>The tables in the database that <paramref name="connection"/> names; connects to nothing yet.</summary>
    /// <param name="connection">As for <c>UseDatabaseStore</c>: a <c>postgresql://</c> URL, <c>Host=…</c> or <c>Data Source=…</c>.</param>
    /// <param name="options">As for <c>UseDatabaseStore</c>; the defaults, if null.</param>
    /// <exception cref="FormatException">The connection is not usable.</exception>
    /// <exception cref="ArgumentException">An option is not usable.</exception>
    public static SessionSchema Open(string connection, DatabaseStoreOptions? options = null) => Open(ConnectionText.Open(connection), true, options);

    /// <summary>The tables in the database that <paramref name="dataSource"/> leads to. The data source stays the caller's.</summary>
    /// <param name="dataSource">Leads to PostgreSQL or SQLite.</param>
    /// <param name="options">As for <c>UseDatabaseStore</c>; the defaults, if null.</param>
    /// <exception cref="ArgumentException">The data source leads elsewhere, or an option is not usable.</exception>
    public static SessionSchema Open(DbDataSource dataSource, DatabaseStoreOptions? options = null) => Open(dataSource, false, options);

    /// <summary>All migrations, the applied and the others.</summary>
    /// <exception cref="SessionStoreException">The database failed, or its tables belong to a newer version of this library.</exception>
    public Task<IReadOnlyList<SchemaVersion>> StatusAsync(CancellationToken cancellationToken = default) => RunAsync(async connection =>
    {
        var applied = await AppliedAsync(connection, null);
        return (IReadOnlyList<SchemaVersion>)[.. MigrationScripts.All.Select(m =>
            new SchemaVersion(m.Number, m.Name, applied.TryGetValue(m.Number, out var at) ? at : null))];
    }, cancellationToken);

    /// <summary>Applies what is missing. Returns what it applied: nothing, if the tables were up to date.</summary>
    /// <exception cref="SessionStoreException">The database failed, or its tables belong to a newer version of this library. Nothing was changed.</exception>
    public Task<IReadOnlyList<SchemaVersion>> MigrateAsync(CancellationToken cancellationToken = default) => ChangeAsync(async (connection, transaction) =>
    {
        await ExecuteAsync(connection, transaction, Dialect.CreateVersions);
        var applied = await AppliedAsync(connection, transaction);
        var missing = MigrationScripts.All.Where(m => !applied.ContainsKey(m.Number)).ToList();
        foreach (var (number, _) in missing) await ExecuteAsync(connection, transaction, MigrationScripts.Up(Dialect, number));
        applied = await AppliedAsync(connection, transaction);
        return (IReadOnlyList<SchemaVersion>)[.. missing.Select(m => new SchemaVersion(m.Number, m.Name, applied[m.Number]))];
    }, cancellationToken);

    /// <summary>
    /// Takes back the newest migrations, and with the first of them every session. Returns what it took back, the newest first.
    /// </summary>
    /// <param name="steps">How many; at least 1.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is changed then.</param>
    /// <exception cref="SessionStoreException">The database failed, or its tables belong to a newer version of this library. Nothing was changed.</exception>
    public Task<IReadOnlyList<SchemaVersion>> RollbackAsync(int steps = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return ChangeAsync(async (connection, transaction) =>
        {
            var applied = await AppliedAsync(connection, transaction);
            var taken = applied.OrderByDescending(a => a.Key).Take(steps).Select(a => new SchemaVersion(a.Key, MigrationScripts.NameOf(a.Key), a.Value))
                .ToList();
            foreach (var version in taken) await ExecuteAsync(connection, transaction, MigrationScripts.Down(Dialect, version.Number));
            if (taken.Count > 0 && taken.Count == applied.Count) await ExecuteAsync(connection, transaction, $"DROP TABLE {Dialect.Names.Versions}");
            return (IReadOnlyList<SchemaVersion>)taken;
        }, cancellationToken);
    }

    /// <summary>
    /// All migrations as one script, for databases that take nothing but scripts. Connects to nothing. It is for an empty database; what was
    /// applied to another, <see cref="StatusAsync"/> says.
    /// </summary>
    public string Script()
    {
        var script = new StringBuilder().Append("BEGIN;\n").Append(Dialect.CreateSchema).Append(Dialect.CreateVersions);
        foreach (var (number, _) in MigrationScripts.All) script.Append('\n').Append(MigrationScripts.Up(Dialect, number));
        return script.Append("COMMIT;\n").ToString();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _isOwner ? _link.DisposeAsync() : default;

    /// <exception cref="SessionStoreException">The database failed, or its tables are not there, too old or too new.</exception>
    internal async Task CheckAsync()
    {
        var applied = await RunAsync(connection => AppliedAsync(connection, null), CancellationToken.None);
        if (applied.Count == 0) throw new SessionSchemaException(StoreFailure.MissingTable(Dialect));
        if (applied.Count < LatestVersion)
            throw new SessionSchemaException($"The tables for sessions ({Dialect.Names.Sessions}) have version {applied.Count}, and this version of " +
                $"Azu.Sessions works with {LatestVersion}. Run azu db:migrate, or set MigrateOnStart = true where UseDatabaseStore is called.");
    }

    /// <summary>Lets the dialect learn what only the tables can tell.</summary>
    /// <exception cref="SessionStoreException">The database failed.</exception>
    internal Task PlaceAsync() => RunAsync(async connection =>
    {
        await Dialect.PlaceAsync(connection);
        return true;
    }, CancellationToken.None);

    private static SessionSchema Open(DbDataSource dataSource, bool isOwner, DatabaseStoreOptions? options)
    {
        options ??= new();
        DatabaseStoreOptionsValidator.Check(options);
        return new(DatabaseLink.To(dataSource, isOwner, options), isOwner: true);
    }

    private async Task<T> RunAsync<T>(Func<StoreConnection, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await _link.Connections.RunAsync(DatabaseAccess.Write, s_timeout, work, static (connection, work) => work(connection), cancellationToken);
        }
        catch (Exception e) when (e is not SessionStoreException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw StoreFailure.Of(Dialect, e, null);
        }
    }

    private Task<IReadOnlyList<SchemaVersion>> ChangeAsync(Func<StoreConnection, DbTransaction, ValueTask<IReadOnlyList<SchemaVersion>>> change,
        CancellationToken cancellationToken) =>
        RunAsync(async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync();
            // The second node waits here, and then sees what the first has done.
            if (Dialect.MigrationLock is { } wait) await ExecuteAsync(connection, transaction, wait);
            if (Dialect.Names.Schema is not null && !await IsThereAsync(connection, transaction, Dialect.SchemaExists)) await ExecuteAsync(connection,
                transaction, Dialect.CreateSchema);
            var changed = await change(connection, transaction);
            await transaction.CommitAsync();
            return changed;
        }, cancellationToken);

    private async ValueTask<SortedDictionary<int, DateTimeOffset>> AppliedAsync(StoreConnection connection, DbTransaction? transaction)
    {
        var applied = new SortedDictionary<int, DateTimeOffset>();
        if (!await IsThereAsync(connection, transaction, Dialect.VersionsExist)) return applied;
        await using var command = connection.Command(Dialect.ReadVersions, transaction);
        foreach (var (number, at) in await command.ReadAllAsync(row => (row.GetInt32(0), row.GetString(1))))
            applied[number] = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if (applied.Count == 0 || applied.Keys.Max() <= LatestVersion) return applied;
        throw new SessionSchemaException($"The tables for sessions ({Dialect.Names.Sessions}) have version {applied.Keys.Max()}, and this version of " +
            $"Azu.Sessions knows them up to {LatestVersion}. A newer one has migrated them: update this application.");
    }

    private static async ValueTask<bool> IsThereAsync(StoreConnection connection, DbTransaction? transaction, string question)
    {
        await using var command = connection.Command(question, transaction);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) > 0;
    }

    private static async ValueTask ExecuteAsync(StoreConnection connection, DbTransaction transaction, string sql)
    {
        await using var command = connection.Command(sql, transaction);
        await command.ExecuteNonQueryAsync();
    }
}
