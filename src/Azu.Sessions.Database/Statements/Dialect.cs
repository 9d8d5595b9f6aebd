using System.Data.Common;
using System.Globalization;

namespace Azu.Sessions.Database;

/// <summary>
/// What is said differently in each database: statements, parameters, errors. Parameters have numbers, and those of a record are
/// <see cref="SessionColumns.Parameters"/>; <c>$n</c> is understood by both. Rows that are over are absent: only the statements that remove, and the list
/// of ids for them, see such rows. Times are ticks, and "now" is the moment before which a row that has ended is over.
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

    /// <summary>The record, $22 keys, $23 event, $24 at.</summary>
    public abstract SqlScript CreateWithEntries { get; }

    /// <summary>
    /// The record, $22 expected version, $23 now, $24 the latest expiry, and the announcement. Where more would have to change than the row, it changes
    /// nothing; the
    /// version then says that it was not for a conflict.
    /// </summary>
    public string Update => field ??= UpdateOf(
        $"last_seen_at, expires_at{Announced("$25")}",
        $" AND indexes {Same} $14" + (Options.Audit ? $" AND generation = $4 AND subject {Same} $13" : ""));

    /// <summary>As <see cref="Update"/>, and $25 keys, $26 event, $27 its subject, $28 at, and the announcement.</summary>
    public abstract SqlScript UpdateWithEntries { get; }

    /// <summary>$1 id, $2 last seen, $3 expires, $4 now. Takes both times or neither: nothing to move, nothing to write.</summary>
    public string Touch => field ??=
        $"UPDATE {Names.Sessions} SET last_seen_at = $2, expires_at = {TouchedExpiry} " +
        $"WHERE id = $1 AND expires_at > $4 AND (expires_at < {TouchedExpiry} OR (expires_at = {TouchedExpiry} AND last_seen_at < $2))";

    /// <summary>$1 id, $2 now.</summary>
    public string Exists => field ??= $"SELECT 1 FROM {Names.Sessions} WHERE id = $1 AND expires_at > $2";

    /// <summary>$1 id, $2 generation or null, $3 digest of a secret or null, $4 at, $5 reason, $6 actor, and the announcement. Returns the row.</summary>
    public abstract SqlScript Remove { get; }

    /// <summary>
    /// $1 and $2 known sessions as <see cref="AddKnown"/> has them, $3 now. Returns the positions of those that are not there, or belong to another
    /// subject.
    /// </summary>
    public abstract string FindEnded { get; }

    /// <summary>
    /// $1 the id before, $2 now, $3 how many; and $4 the subject or the key. What has another id than a session is passed over: no cursor could name
    /// it.
    /// </summary>
    public string List(bool bySubject, bool byEntry) => byEntry
        ? $"SELECT {SessionColumns.Names} FROM {Names.Entries} JOIN {Names.Sessions} USING (id) WHERE key = $4 AND id > $1 AND expires_at > $2 AND {HasId} " +
            "ORDER BY id LIMIT $3"
        : $"SELECT {SessionColumns.Names} FROM {Names.Sessions} WHERE id > $1 AND expires_at > $2 AND " +
            $"{HasId}{(bySubject ? $" AND {HasSubject("$4")}" : "")} ORDER BY id LIMIT $3";

    /// <summary>$1 the id before, $2 how many; and $3 the subject or the key. Also rows that are over, or that cannot be read.</summary>
    public string ListIds(bool bySubject, bool byEntry) => byEntry
        ? $"SELECT id FROM {Names.Entries} WHERE key = $3 AND id > $1 AND {HasId} ORDER BY id LIMIT $2"
        : $"SELECT id FROM {Names.Sessions} WHERE id > $1 AND {HasId}{(bySubject ? $" AND {HasSubject("$3")}" : "")} ORDER BY id LIMIT $2";

    /// <summary>$1 now; and $2 the subject or the key. Passes over what the database can tell to be no session.</summary>
    public string Count(bool bySubject, bool byEntry) => byEntry
        ? $"SELECT count(*) FROM {Names.Entries} JOIN {Names.Sessions} USING (id) WHERE key = $2 AND expires_at > $1 AND {IsReadable}"
        : $"SELECT count(*) FROM {Names.Sessions} WHERE expires_at > $1 AND {IsReadable}{(bySubject ? $" AND {HasSubject("$2")}" : "")}";

    /// <summary>$1 how far it counts.</summary>
    public string CountUpTo => field ??= $"SELECT count(*) FROM (SELECT 1 FROM {Names.Sessions} LIMIT $1) AS counted";

    /// <summary>About how many rows there are, and how old that figure is, in seconds; no row or a null where the database has none.</summary>
    public abstract string Estimate { get; }

    /// <summary>$1 the digest of the node's name, $2 the name, $3 its lag, $4 until when, $5 what ended before this is of no use to any node.</summary>
    public SqlScript NoteNode => field ??= new(
        $"INSERT INTO {Names.Nodes} (id, name, lag, ends_at) VALUES ($1, $2, $3, $4) " +
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, lag = excluded.lag, ends_at = excluded.ends_at RETURNING id",
        null, $"DELETE FROM {Names.Nodes} WHERE ends_at < $5");

    /// <summary>$1 now.</summary>
    public string LongestLag => field ??= $"SELECT max(lag) FROM {Names.Nodes} WHERE ends_at > $1";

    /// <summary>$1 the id before, $2 how many, $3 at, $4 actor. Returns the ids.</summary>
    public abstract SqlScript Clear { get; }

    /// <summary>$1 what <see cref="AddAllRemoved"/> adds. Tells all nodes, in the transaction that removes; null where no node is told.</summary>
    public virtual string? AnnounceRemovals => null;

    /// <summary>Asks whether this node may sweep, for the rest of the transaction; null where only one process at a time can write anyway.</summary>
    public abstract string? SweepLock { get; }

    /// <summary>$1 now, $2 how many. Rows that are due for the sweep, but were used since, are due when they end.</summary>
    public abstract string Postpone { get; }

    /// <summary>$1 now, $2 how many, $3 at.</summary>
    public abstract SqlScript Sweep { get; }

    /// <summary>$1 until when, $2 how many.</summary>
    public string SweepAudit => field ??= $"DELETE FROM {Names.Audit} WHERE number IN (SELECT number FROM {Names.Audit} WHERE at <= $1 ORDER BY at LIMIT $2)";

    /// <summary>Waits until no other node migrates, for the rest of the transaction; null where a transaction does that anyway.</summary>
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

    protected const string HasId = "length(id) = 16";

    protected const string HasSecrets = "length(secret_hash) = 32 AND COALESCE(length(previous_secret_hash), 32) = 32";

    // The last moment of the calendar, in ticks.
    private const string IsReadable = $"{HasId} AND {HasSecrets} AND expires_at <= 3155378975999999999";

    /// <summary>The condition of a removal: any row, or one that can be read and is of the generation or has the secret.</summary>
    protected const string Wanted =
        "id = $1 AND ($2 IS NULL OR generation = $2) AND ($3 IS NULL OR secret_hash = $3 OR previous_secret_hash = $3) AND (($2 IS NULL AND $3 IS NULL) " +
            $"OR ({HasSecrets}))";

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
        // Of the stored and the given times one pair is kept whole: the one that expires later, on a tie the one seen later.
        var stored = $"{Least}(expires_at, $24)";
        var expiry = $"{Greatest}({stored}, $11)";
        return $"UPDATE {Names.Sessions} SET version = $2, write_id = $3, generation = $4, secret_hash = $5, previous_secret_hash = $6, rotated_at = $7, " +
            $"created_at = $8, authenticated_at = $9, last_seen_at = CASE WHEN {stored} > $11 OR ({stored} = $11 AND last_seen_at > $10) THEN last_seen_at " +
                $"ELSE $10 END, expires_at = {expiry}, absolute_expires_at = $12, subject = $13, " +
            "indexes = $14, client_address = $15, client_user_agent = $16, fingerprint = $17, payload = $18, idle_timeout = $19, is_persistent = $20, " +
                "subject_stamp = $21, " +
            $"sweep_at = {Least}(sweep_at, {expiry}) WHERE id = $1 AND version = $22 AND expires_at > $23{condition} RETURNING {answer}";
    }

    /// <summary>Asks in which schema the table is, where the options do not say it. Called once the table is there.</summary>
    public virtual ValueTask PlaceAsync(StoreConnection connection) => default;

    /// <summary>One more column of what a statement returns for each row that it has changed: it tells all nodes. Nothing, where no node is told.</summary>
    protected virtual string Announced(string message) => "";

    /// <summary>Adds the announcement of an update, where nodes are told; always the last parameter.</summary>
    public virtual void AddUpdated(DbCommand command, SessionRecord record)
    {
    }

    /// <summary>The same of a removal.</summary>
    public virtual void AddRemoved(DbCommand command, SessionId id)
    {
    }

    /// <summary>The announcements of many removals; called only where there is <see cref="AnnounceRemovals"/>.</summary>
    public virtual void AddAllRemoved(DbCommand command, IEnumerable<byte[]> ids)
    {
    }

    public abstract void AddNumber(DbCommand command, long? value);

    public abstract void AddText(DbCommand command, string? value);

    public abstract void AddJson(DbCommand command, string? value);

    public abstract void AddFlag(DbCommand command, bool? value);

    public abstract void AddBytes(DbCommand command, byte[]? value);

    /// <summary>A key, as it stands in the table of entries.</summary>
    public abstract void AddKey(DbCommand command, byte[] key);

    public abstract void AddKeys(DbCommand command, byte[][] keys);

    /// <summary>Two parameters: the ids, and the subjects, where null stands for one that is not compared.</summary>
    public abstract void AddKnown(DbCommand command, IReadOnlyList<SessionPresence> known);

    /// <summary>Called when all parameters are there.</summary>
    public abstract ValueTask PrepareAsync(DbCommand command);

    public abstract FailureMeaning MeaningOf(Exception failure);
}
