using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Azu.Sessions.Database;

/// <summary>PostgreSQL: what belongs together is one statement, whose parts see one another's rows.</summary>
internal sealed class PostgresDialect(TableNames names, DatabaseStoreOptions options) : Dialect(names, options)
{
    private const string SerializationFailure = "40001", Deadlock = "40P01", UndefinedTable = "42P01", ReadOnlyTransaction = "25006";

    /// <summary>Announces nothing until the store is asked to.</summary>
    public PostgresAnnouncements Announcements { get; } = new(names);

    public override string Name => "postgresql";

    public override SessionCapabilities Capabilities =>
        SessionCapabilities.Shared | SessionCapabilities.Durable | SessionCapabilities.Index | SessionCapabilities.ReportsExpiry;

    public override SqlValues Values { get; } = new PostgresValues();

    public override bool CombinesWrites => true;

    public override bool HasArrays => true;

    public override PostgresAnnouncements? Announcing => Announcements.IsOn ? Announcements : null;

    public override string Greatest => "GREATEST";

    public override string Smallest => "LEAST";

    public override string Same => "IS NOT DISTINCT FROM";

    // What the planner knows: counted by the last vacuum or analysis. Before the first one it knows nothing.
    public override string Estimate => field ??=
        "SELECT c.reltuples::bigint, extract(epoch FROM now() - GREATEST(t.last_vacuum, t.last_autovacuum, t.last_analyze, t.last_autoanalyze))::double " +
            "precision " +
        $"FROM pg_class AS c JOIN pg_stat_all_tables AS t ON t.relid = c.oid WHERE c.oid = to_regclass({Literal(Names.Sessions)}) AND c.reltuples >= 0";

    public override string SweepLock => field ??= $"SELECT pg_try_advisory_xact_lock({LockKey("sweep")})";

    public override string MigrationLock => $"SELECT pg_advisory_xact_lock({LockKey("migrate")})";

    public override string CreateSchema => Names.Schema is { } schema ? $"CREATE SCHEMA IF NOT EXISTS {TableNames.Quote(schema)};\n" : "";

    // Asked beforehand, because IF NOT EXISTS needs the right to create schemas even where there is nothing to create.
    public override string SchemaExists => $"SELECT count(*) FROM pg_namespace WHERE nspname = {Literal(Names.Schema ?? "")}";

    public override string VersionsExist => $"SELECT count(to_regclass({Literal(Names.Versions)}))";

    public override string CreateVersions =>
        $"CREATE TABLE IF NOT EXISTS {Names.Versions} (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());\n";

    public override string ReadVersions =>
        $"SELECT version, to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') FROM {Names.Versions}";

    /// <summary>A number for advisory locks, which the whole server shares: from what the lock is for.</summary>
    public long LockKey(string purpose)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"azu.sessions.{purpose}\0{Names.Schema}\0{Names.Table}")));
        return BitConverter.ToInt64(digest);
    }

    public override async ValueTask PlaceAsync(StoreConnection connection)
    {
        if (Announcements.IsPlaced) return;
        await using var command = connection.Command(
            $"SELECT n.nspname::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = to_regclass({Literal(Names.Sessions)})");
        if (await command.ExecuteScalarAsync() is string schema) Announcements.Place(schema);
    }

    // The first half finds the rows in the index, the second half is what was asked.
    public override string HasSubject(string parameter) => $"subject_start = left({parameter}, 100) AND subject = {parameter}";

    public override ValueTask PrepareAsync(DbCommand command) =>
        Options.PrepareStatements ? new(command.PrepareAsync()) : default;

    public override FailureMeaning MeaningOf(Exception failure) => failure is not PostgresException refused ? FailureMeaning.Unknown : refused.SqlState switch
    {
        SerializationFailure or Deadlock => FailureMeaning.RolledBack,
        UndefinedTable => FailureMeaning.MissingTable,
        ReadOnlyTransaction => FailureMeaning.ReadOnly,
        _ => FailureMeaning.Unknown,
    };

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
