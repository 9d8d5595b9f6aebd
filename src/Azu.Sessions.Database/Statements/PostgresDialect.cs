using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Azu.Sessions.Database;

/// <summary>PostgreSQL: what belongs together is one statement, whose parts see one another's rows.</summary>
internal sealed class PostgresDialect(TableNames names, DatabaseStoreOptions options) : Dialect(names, options)
{
    private const string SerializationFailure = "40001", Deadlock = "40P01", UndefinedTable = "42P01", ReadOnlyTransaction = "25006";

    // Rows are found by their ids, whatever the planner thinks of how many there are: a batch is small and the table is not.
    private const string InDue = "id = ANY (ARRAY(SELECT due_id FROM due))";

    public PostgresAnnouncements Announcements { get; } = new(names);

    public override string Name => "postgresql";

    public override SessionCapabilities Capabilities =>
        SessionCapabilities.Shared | SessionCapabilities.Durable | SessionCapabilities.Index | SessionCapabilities.ReportsExpiry;

    public override SqlScript CreateWithEntries => field ??= new(
        $"WITH written AS ({Create}), " +
        $"added AS (INSERT INTO {Names.Entries} (id, key) SELECT written.id, k FROM written CROSS JOIN unnest($22) AS k)" +
        AuditRows("SELECT id, $13, $23, NULL, NULL, $24 FROM written") +
        " SELECT id FROM written");

    public override SqlScript UpdateWithEntries => field ??= new(
        $"WITH written AS ({UpdateOf("id, last_seen_at, expires_at")}), " +
        $"gone AS (DELETE FROM {Names.Entries} AS e USING written WHERE e.id = written.id AND NOT e.key = ANY ($25)), " +
        $"added AS (INSERT INTO {Names.Entries} (id, key) SELECT written.id, k FROM written CROSS JOIN unnest($25) AS k ON CONFLICT DO NOTHING)" +
        AuditRows("SELECT id, $27, $26, NULL, NULL, $28 FROM written WHERE $26 IS NOT NULL") +
        $" SELECT last_seen_at, expires_at{Announced(Options.Audit ? "$29" : "$26")} FROM written");

    // Without notes there is nothing to do with the row but to return it.
    public override SqlScript Remove => field ??= new(Options.Audit
        ? $"WITH written AS (DELETE FROM {Names.Sessions} WHERE {Wanted} RETURNING {SessionColumns.Names})" +
            AuditRows("SELECT id, subject, 'ended', $5, $6, $4 FROM written") +
            $" SELECT {SessionColumns.Names}{Announced("$7")} FROM written"
        : $"DELETE FROM {Names.Sessions} WHERE {Wanted} RETURNING {SessionColumns.Names}{Announced("$4")}");

    public override string FindEnded => field ??=
        $"SELECT k.number - 1 FROM unnest($1, $2) WITH ORDINALITY AS k (id, subject, number) LEFT JOIN {Names.Sessions} AS s ON s.id = k.id AND " +
            "s.expires_at > $3 " +
        "WHERE s.id IS NULL OR (k.subject IS NOT NULL AND s.subject IS DISTINCT FROM k.subject)";

    // What the planner knows: counted by the last vacuum or analysis. Before the first one it knows nothing.
    public override string Estimate => field ??=
        "SELECT c.reltuples::bigint, extract(epoch FROM now() - GREATEST(t.last_vacuum, t.last_autovacuum, t.last_analyze, t.last_autoanalyze))::double " +
            "precision " +
        $"FROM pg_class AS c JOIN pg_stat_all_tables AS t ON t.relid = c.oid WHERE c.oid = to_regclass({Literal(Names.Sessions)}) AND c.reltuples >= 0";

    // In the order of ids, so that two of them at once wait for each other instead of blocking each other.
    public override SqlScript Clear => field ??= new(
        $"WITH due AS (SELECT id AS due_id FROM {Names.Sessions} WHERE id > $1 ORDER BY id LIMIT $2 FOR UPDATE), " +
        $"written AS (DELETE FROM {Names.Sessions} WHERE {InDue} RETURNING id, subject)" +
        AuditRows("SELECT id, subject, 'ended', 'cleared', $4, $3 FROM written") +
        " SELECT id FROM written");

    public override string? AnnounceRemovals => Announcements.IsOn ? $"SELECT pg_notify('{Announcements.Channel}', message) FROM unnest($1) AS message" : null;

    public override string SweepLock => field ??= $"SELECT pg_try_advisory_xact_lock({LockKey("sweep")})";

    // Rows that another transaction holds are left for the next time: no request waits for the sweep, and the sweep waits for none.
    public override string Postpone => field ??=
        $"WITH due AS (SELECT id AS due_id FROM {Names.Sessions} WHERE sweep_at <= $1 AND expires_at > $1 ORDER BY sweep_at LIMIT $2 FOR UPDATE SKIP LOCKED) " +
        $"UPDATE {Names.Sessions} SET sweep_at = expires_at WHERE {InDue}";

    public override SqlScript Sweep => field ??= new(
        $"WITH due AS (SELECT id AS due_id FROM {Names.Sessions} WHERE sweep_at <= $1 AND expires_at <= $1 " +
        "ORDER BY sweep_at LIMIT $2 FOR UPDATE SKIP LOCKED), " +
        $"written AS (DELETE FROM {Names.Sessions} WHERE {InDue} RETURNING {SessionColumns.Names})" +
        AuditRows($"SELECT id, subject, 'ended', {WhyEnded}, NULL, $3 FROM written") +
        $" SELECT {SessionColumns.Names} FROM written");

    public override string MigrationLock => $"SELECT pg_advisory_xact_lock({LockKey("migrate")})";

    public override string CreateSchema => Names.Schema is { } schema ? $"CREATE SCHEMA IF NOT EXISTS {TableNames.Quote(schema)};\n" : "";

    // Asked beforehand, because IF NOT EXISTS needs the right to create schemas even where there is nothing to create.
    public override string SchemaExists => $"SELECT count(*) FROM pg_namespace WHERE nspname = {Literal(Names.Schema ?? "")}";

    public override string VersionsExist => $"SELECT count(to_regclass({Literal(Names.Versions)}))";

    public override string CreateVersions =>
        $"CREATE TABLE IF NOT EXISTS {Names.Versions} (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());\n";

    public override string ReadVersions =>
        $"SELECT version, to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') FROM {Names.Versions}";

    protected override string Greatest => "GREATEST";

    protected override string Least => "LEAST";

    protected override string Same => "IS NOT DISTINCT FROM";

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
    protected override string HasSubject(string parameter) => $"subject_start = left({parameter}, 100) AND subject = {parameter}";

    protected override string Announced(string message) => Announcements.IsOn ? $", pg_notify('{Announcements.Channel}', {message})" : "";

    public override void AddUpdated(DbCommand command, SessionRecord record)
    {
        if (Announcements.IsOn) AddText(command, Announcements.Updated(record.Id, record.Version));
    }

    public override void AddRemoved(DbCommand command, SessionId id)
    {
        if (Announcements.IsOn) AddText(command, Announcements.Removed(id));
    }

    public override void AddAllRemoved(DbCommand command, IEnumerable<byte[]> ids) => command.Parameters.Add(new NpgsqlParameter<string[]>
    {
        TypedValue = [.. ids.Where(id => id.Length == SessionId.Size).Select(id => Announcements.Removed(new(id)))],
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
    });

    public override void AddNumber(DbCommand command, long? value) => command.Parameters.Add(value is { } number
        ? new NpgsqlParameter<long> { TypedValue = number }
        : Null(NpgsqlDbType.Bigint));

    public override void AddText(DbCommand command, string? value) => command.Parameters.Add(value is not null
        ? new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text }
        : Null(NpgsqlDbType.Text));

    public override void AddJson(DbCommand command, string? value) => command.Parameters.Add(value is not null
        ? new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Jsonb }
        : Null(NpgsqlDbType.Jsonb));

    public override void AddFlag(DbCommand command, bool? value) => command.Parameters.Add(value is { } flag
        ? new NpgsqlParameter<bool> { TypedValue = flag }
        : Null(NpgsqlDbType.Boolean));

    public override void AddBytes(DbCommand command, byte[]? value) => command.Parameters.Add(value is not null
        ? new NpgsqlParameter<byte[]> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea }
        : Null(NpgsqlDbType.Bytea));

    public override void AddKey(DbCommand command, byte[] key) => AddBytes(command, key);

    public override void AddKeys(DbCommand command, byte[][] keys) =>
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = keys, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });

    public override void AddKnown(DbCommand command, IReadOnlyList<SessionPresence> known)
    {
        AddKeys(command, [.. known.Select(k => SessionRow.Bytes(k.Id))]);
        var subjects = known.Select(k => k.Subject is { } subject ? StoredText.Exact(subject) : null).ToArray();
        command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = subjects, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
    }

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

    private static NpgsqlParameter Null(NpgsqlDbType type) => new() { NpgsqlDbType = type, Value = DBNull.Value };

    private string AuditRows(string rows) =>
        Options.Audit ? $", audited AS (INSERT INTO {Names.Audit} (session_id, subject, event, reason, actor, at) {rows})" : "";
}
