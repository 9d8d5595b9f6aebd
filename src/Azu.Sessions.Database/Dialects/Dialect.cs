using System.Data.Common;
using System.Globalization;

namespace Azu.Sessions.Database;

/// <summary>
/// What is said differently in each database: statements, parameters, errors. Parameters have numbers, and those of a record are
/// <see cref="SessionColumns.Parameters"/>; <c>$n</c> is understood by both. Rows that are over are absent for everybody: no statement sees them but
/// those of the sweep. Times are ticks, and "now" is the moment before which a row that has ended is over.
/// </summary>
internal abstract class Dialect(TableNames names, DatabaseStoreOptions options)
{
    private static readonly TimeSpan s_bulkTimeout = TimeSpan.FromSeconds(30);

    public TableNames Names { get; } = names;

    public DatabaseStoreOptions Options { get; } = options;

    /// <summary>For statements that walk over many rows, and that no request waits for.</summary>
    public TimeSpan BulkTimeout => Options.CommandTimeout > s_bulkTimeout ? Options.CommandTimeout : s_bulkTimeout;

    /// <summary>The name of the store, and of the folder with its schema.</summary>
    public abstract string Name { get; }

    public abstract SessionCapabilities Capabilities { get; }

    /// <summary>$1 id, $2 now.</summary>
    public string Find => field ??= $"SELECT {SessionColumns.Names} FROM {Names.Sessions} WHERE id = $1 AND expires_at > $2";

    /// <summary>$1 id. Also a row that is over.</summary>
    public string FindWrite => field ??= $"SELECT write_id, expires_at FROM {Names.Sessions} WHERE id = $1";

    /// <summary>$1 id, $2 now.</summary>
    public string RemoveExpired => field ??= $"DELETE FROM {Names.Sessions} WHERE id = $1 AND expires_at <= $2";

    /// <summary>The record. For one without entries, where nothing is noted.</summary>
    public string Create => field ??=
        $"INSERT INTO {Names.Sessions} ({SessionColumns.Names}, sweep_at) VALUES ({SessionColumns.Parameters}, $11) ON CONFLICT (id) DO NOTHING RETURNING id";

    /// <summary>The record, $19 keys, $20 event, $21 at.</summary>
    public abstract SqlScript CreateWithEntries { get; }

    /// <summary>
    /// The record, $19 expected version, $20 now, $21 the latest expiry, and the announcement. Where more would have to change than the row, it changes nothing; the
    /// version then says that it was not for a conflict.
    /// </summary>
    public string Update => field ??= UpdateOf(
        $"last_seen_at, expires_at{Announced("$22")}",
        $" AND indexes {Same} $14" + (Options.Audit ? $" AND generation = $4 AND subject {Same} $13" : ""));

    /// <summary>As <see cref="Update"/>, and $22 keys, $23 event, $24 its subject, $25 at, and the announcement.</summary>
    public abstract SqlScript UpdateWithEntries { get; }

    /// <summary>$1 id, $2 last seen, $3 expires, $4 now. Changes only what moves forward: nothing to move, nothing to write.</summary>
    public string Touch => field ??=
        $"UPDATE {Names.Sessions} SET last_seen_at = {Greatest}(last_seen_at, $2), expires_at = {Greatest}(expires_at, {TouchedExpiry}) " +
        $"WHERE id = $1 AND expires_at > $4 AND (last_seen_at < $2 OR expires_at < {TouchedExpiry})";

    /// <summary>$1 id, $2 now.</summary>
    public string Exists => field ??= $"SELECT 1 FROM {Names.Sessions} WHERE id = $1 AND expires_at > $2";

    /// <summary>$1 id, $2 now, $3 at, $4 reason, and the announcement.</summary>
    public abstract SqlScript Remove { get; }

    /// <summary>$1 the id before, $2 now, $3 how many; and $4 the subject or the key.</summary>
    public string List(bool bySubject, bool byEntry) => byEntry
        ? $"SELECT {SessionColumns.Names} FROM {Names.Entries} JOIN {Names.Sessions} USING (id) WHERE key = $4 AND id > $1 AND expires_at > $2 ORDER BY id LIMIT $3"
        : $"SELECT {SessionColumns.Names} FROM {Names.Sessions} WHERE id > $1 AND expires_at > $2{(bySubject ? $" AND {HasSubject("$4")}" : "")} ORDER BY id LIMIT $3";

    /// <summary>$1 now; and $2 the subject or the key.</summary>
    public string Count(bool bySubject, bool byEntry) => byEntry
        ? $"SELECT count(*) FROM {Names.Entries} JOIN {Names.Sessions} USING (id) WHERE key = $2 AND expires_at > $1"
        : $"SELECT count(*) FROM {Names.Sessions} WHERE expires_at > $1{(bySubject ? $" AND {HasSubject("$2")}" : "")}";

    /// <summary>$1 the id before, $2 how many, $3 now, $4 at, and the announcement.</summary>
    public abstract SqlScript Clear { get; }

    /// <summary>Asks whether this node may sweep, for the rest of the transaction; null where only one process at a time can write anyway.</summary>
    public abstract string? SweepLock { get; }

    /// <summary>$1 now, $2 how many. Rows that are due for the sweep, but were used since, are due when they end.</summary>
    public abstract string Postpone { get; }

    /// <summary>$1 now, $2 how many, $3 at.</summary>
    public abstract SqlScript Sweep { get; }

    /// <summary>$1 until when, $2 how many.</summary>
    public string SweepAudit => field ??= $"DELETE FROM {Names.Audit} WHERE number IN (SELECT number FROM {Names.Audit} WHERE at <= $1 ORDER BY at LIMIT $2)";

    /// <summary>Waits until nobody else migrates, for the rest of the transaction; null where a transaction does that anyway.</summary>
    public abstract string? MigrationLock { get; }

    /// <summary>Creates the schema, if the table is to be in one. To be executed, or to be part of a script.</summary>
    public abstract string CreateSchema { get; }

    /// <summary>Answers with 1, or with 0.</summary>
    public abstract string SchemaExists { get; }

    /// <summary>Answers with 1, or with 0.</summary>
    public abstract string VersionsExist { get; }

    public abstract string CreateVersions { get; }

    /// <summary>The numbers of the applied migrations, and when that was, as text.</summary>
    public abstract string ReadVersions { get; }

    public string NoteVersion(int number, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {Names.Versions} (version, name) VALUES ({number}, '{name}');\n");

    public string ForgetVersion(int number) => string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {Names.Versions} WHERE version = {number};\n");

    protected abstract string Greatest { get; }

    protected abstract string Least { get; }

    private string TouchedExpiry => $"{Least}($3, COALESCE(absolute_expires_at, $3))";

    /// <summary>Equality that takes two nulls for the same.</summary>
    protected abstract string Same { get; }

    protected abstract string HasSubject(string parameter);

    /// <summary>Why a row that is over ended; as SessionLifetime.WhyEnded decides it.</summary>
    protected const string WhyEnded = $"CASE WHEN absolute_expires_at <= expires_at THEN '{AuditEvent.AbsoluteTimeout}' ELSE '{AuditEvent.IdleTimeout}' END";

    protected string UpdateOf(string answer, string condition = "")
    {
        var expiry = $"{Least}({Greatest}(expires_at, $11), $21)";
        return $"UPDATE {Names.Sessions} SET version = $2, write_id = $3, generation = $4, secret_hash = $5, previous_secret_hash = $6, rotated_at = $7, " +
            $"created_at = $8, authenticated_at = $9, last_seen_at = {Greatest}(last_seen_at, $10), expires_at = {expiry}, absolute_expires_at = $12, subject = $13, " +
            "indexes = $14, client_address = $15, client_user_agent = $16, fingerprint = $17, payload = $18, " +
            $"sweep_at = {Least}(sweep_at, {expiry}) WHERE id = $1 AND version = $19 AND expires_at > $20{condition} RETURNING {answer}";
    }

    /// <summary>One more column of what a statement returns for each row that it has changed: it tells all nodes. Nothing, where nobody is told.</summary>
    protected virtual string Announced(string message) => "";

    /// <summary>Adds the announcement of an update, where nodes are told; always the last parameter.</summary>
    public virtual void AddUpdated(DbCommand command, SessionRecord record)
    {
    }

    /// <summary>The same of a removal.</summary>
    public virtual void AddRemoved(DbCommand command, SessionId id)
    {
    }

    /// <summary>The same of the removal of many.</summary>
    public virtual void AddCleared(DbCommand command)
    {
    }

    public abstract void AddNumber(DbCommand command, long? value);

    public abstract void AddText(DbCommand command, string? value);

    public abstract void AddJson(DbCommand command, string? value);

    public abstract void AddBytes(DbCommand command, byte[]? value);

    /// <summary>A key, as it stands in the table of entries.</summary>
    public abstract void AddKey(DbCommand command, byte[] key);

    public abstract void AddKeys(DbCommand command, byte[][] keys);

    /// <summary>Called when all parameters are there.</summary>
    public abstract ValueTask PrepareAsync(DbCommand command);

    public abstract FailureMeaning MeaningOf(Exception failure);
}
