using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Azu.Sessions.Database;

/// <summary>SQLite, from 3.35 on: what belongs together runs in one transaction, and there is one writer.</summary>
internal sealed class SqliteDialect(TableNames names, DatabaseStoreOptions options) : Dialect(names, options)
{
    public override string Name => "sqlite";

    public override SessionCapabilities Capabilities => SessionCapabilities.Durable | SessionCapabilities.Index | SessionCapabilities.ReportsExpiry;

    public override SqlScript CreateWithEntries => field ??= new(Create, null,
    [
        $"INSERT INTO {Names.Entries} (id, key) SELECT $1, value FROM json_each($22)",
        .. AuditRows("VALUES ($1, $13, $23, NULL, NULL, $24)"),
    ]);

    public override SqlScript UpdateWithEntries => field ??= new(UpdateOf("last_seen_at, expires_at"), null,
    [
        $"DELETE FROM {Names.Entries} WHERE id = $1 AND key NOT IN (SELECT value FROM json_each($25))",
        $"INSERT OR IGNORE INTO {Names.Entries} (id, key) SELECT $1, value FROM json_each($25)",
        .. AuditRows("SELECT $1, $27, $26, NULL, NULL, $28 WHERE $26 IS NOT NULL"),
    ]);

    public override SqlScript Remove => field ??= new(
        $"DELETE FROM {Names.Sessions} WHERE {Wanted} RETURNING {SessionColumns.Names}",
        AuditRows($"SELECT id, subject, 'ended', $5, $6, $4 FROM {Names.Sessions} WHERE {Wanted}").FirstOrDefault());

    // The ids are one after the other in $1; SQLite has no arrays but those of JSON, and JSON has no bytes.
    public override string FindEnded => field ??=
        $"SELECT k.key FROM json_each($2) AS k LEFT JOIN {Names.Sessions} AS s ON s.id = substr($1, (k.key * 16) + 1, 16) AND s.expires_at > $3 " +
        "WHERE s.id IS NULL OR (k.value IS NOT NULL AND s.subject IS NOT k.value)";

    // The smallest index is counted. That grows with the table, which is one file on one machine.
    public override string Estimate => field ??= $"SELECT count(*), 0.0 FROM {Names.Sessions}";

    public override SqlScript Clear => field ??= new(
        $"DELETE FROM {Names.Sessions} WHERE id IN (SELECT id FROM {Names.Sessions} WHERE id > $1 ORDER BY id LIMIT $2) RETURNING id",
        AuditRows($"SELECT id, subject, 'ended', 'cleared', $4, $3 FROM (SELECT id, subject FROM {Names.Sessions} WHERE id > $1 ORDER BY id LIMIT $2)")
            .FirstOrDefault());

    public override string? SweepLock => null;

    public override string Postpone => field ??=
        $"UPDATE {Names.Sessions} SET sweep_at = expires_at WHERE id IN (SELECT id FROM {Names.Sessions} WHERE sweep_at <= $1 AND expires_at > $1 ORDER BY " +
            "sweep_at LIMIT $2)";

    public override SqlScript Sweep => field ??= new(
        $"DELETE FROM {Names.Sessions} WHERE id IN (SELECT id FROM {Due}) RETURNING {SessionColumns.Names}",
        AuditRows($"SELECT id, subject, 'ended', {WhyEnded}, NULL, $3 FROM {Due}").FirstOrDefault());

    public override string? MigrationLock => null;

    public override string CreateSchema => "";

    public override string SchemaExists => "SELECT 1";

    public override string VersionsExist =>
        $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{(Names.Table + "_schema").Replace("'", "''", StringComparison.Ordinal)}'";

    public override string CreateVersions =>
        $"CREATE TABLE IF NOT EXISTS {Names.Versions} (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL DEFAULT " +
            "(strftime('%Y-%m-%dT%H:%M:%f', 'now')));\n";

    public override string ReadVersions => $"SELECT version, applied_at FROM {Names.Versions}";

    protected override string Greatest => "max";

    protected override string Least => "min";

    protected override string Same => "IS";

    private string Due => $"(SELECT * FROM {Names.Sessions} WHERE sweep_at <= $1 AND expires_at <= $1 ORDER BY sweep_at, id LIMIT $2)";

    protected override string HasSubject(string parameter) => $"subject = {parameter}";

    public override void AddNumber(DbCommand command, long? value) => Add(command, value);

    public override void AddText(DbCommand command, string? value) => Add(command, value);

    public override void AddJson(DbCommand command, string? value) => Add(command, value);

    public override void AddFlag(DbCommand command, bool? value) => Add(command, value is { } flag ? (flag ? 1L : 0L) : null);

    public override void AddBytes(DbCommand command, byte[]? value) => Add(command, value);

    public override void AddKey(DbCommand command, byte[] key) => Add(command, Convert.ToHexStringLower(key));

    public override void AddKeys(DbCommand command, byte[][] keys) =>
        Add(command, $"[{string.Join(',', keys.Select(key => $"\"{Convert.ToHexStringLower(key)}\""))}]");

    public override void AddKnown(DbCommand command, IReadOnlyList<SessionPresence> known)
    {
        var ids = new byte[SessionId.Size * known.Count];
        var subjects = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(subjects);
        json.WriteStartArray();
        for (var i = 0; i < known.Count; i++)
        {
            known[i].Id.WriteTo(ids.AsSpan(SessionId.Size * i));
            if (known[i].Subject is { } subject) json.WriteStringValue(StoredText.Exact(subject));
            else json.WriteNullValue();
        }
        json.WriteEndArray();
        json.Flush();
        Add(command, ids);
        Add(command, Encoding.UTF8.GetString(subjects.WrittenSpan));
    }

    public override ValueTask PrepareAsync(DbCommand command) => default;

    // The provider is the application's and its exceptions are unknown here; the text is SQLite's own.
    public override FailureMeaning MeaningOf(Exception failure) => failure switch
    {
        DbException when failure.Message.Contains("no such table", StringComparison.Ordinal) => FailureMeaning.MissingTable,
        DbException when failure.Message.Contains("readonly database", StringComparison.Ordinal) => FailureMeaning.ReadOnly,
        _ => FailureMeaning.Unknown,
    };

    private static void Add(DbCommand command, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count + 1}");
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    private string[] AuditRows(string rows) =>
        Options.Audit ? [$"INSERT INTO {Names.Audit} (session_id, subject, event, reason, actor, at) {rows}"] : [];
}
