namespace Azu.Sessions.Database;

/// <summary>
/// Replaces the row with the expected version. Of the stored and the given times one pair is kept whole: the pair that expires later, on a tie the one
/// seen later. Over the times of another generation the given ones count. Returns the pair.
/// </summary>
internal sealed class UpdateStatement(Dialect dialect)
{
    private static readonly SqlParameter<RowWrite> s_expectedVersion = static (to, command, in w) => to.AddNumber(command, w.ExpectedVersion);
    private static readonly SqlParameter<RowWrite> s_cutoff = static (to, command, in w) => to.AddNumber(command, w.Cutoff);
    private static readonly SqlParameter<RowWrite> s_latestExpiry = static (to, command, in w) => to.AddNumber(command, w.Row.LatestExpiry);
    private static readonly SqlParameter<RowWrite> s_keys = static (to, command, in w) => to.AddKeys(command, IndexEntries.Keys(w.Row.Record.Indexes));
    private static readonly SqlParameter<RowWrite> s_event = static (to, command, in w) => to.AddText(command, w.Event.Name);
    private static readonly SqlParameter<RowWrite> s_eventSubject = static (to, command, in w) => to.AddText(command, w.Event.Subject);
    private static readonly SqlParameter<RowWrite> s_now = static (to, command, in w) => to.AddNumber(command, w.Now);

    /// <summary>
    /// Where more would have to change than the row, it changes nothing; the version then says that it was not for a conflict.
    /// </summary>
    public SqlStatement<RowWrite> Row => field ??= new(p => Update(p, " RETURNING last_seen_at, expires_at", Unchanged(p)) + Announced(p));

    public SqlScript<RowWrite> RowWithEntries => field ??= dialect.CombinesWrites ? Combined() : Separate();

    private TableNames Names => dialect.Names;

    private SqlScript<RowWrite> Combined() => new(new(p =>
        $"WITH written AS ({Update(p, " RETURNING id, last_seen_at, expires_at")}), " +
        $"gone AS (DELETE FROM {Names.Entries} AS e USING written WHERE e.id = written.id AND NOT e.key = ANY ({p[s_keys]})), " +
        $"added AS (INSERT INTO {Names.Entries} (id, key) SELECT written.id, k FROM written CROSS JOIN unnest({p[s_keys]}) AS k ON CONFLICT DO NOTHING)" +
        (dialect.Options.Audit ? $", audited AS ({Audit(p, "id", "FROM written ")})" : "") +
        $" SELECT last_seen_at, expires_at{Announced(p)} FROM written"));

    private SqlScript<RowWrite> Separate() => new(new(p => Update(p, " RETURNING last_seen_at, expires_at")), null,
    [
        new(p => $"DELETE FROM {Names.Entries} WHERE id = {p[SessionColumns.Id]} AND key NOT IN (SELECT value FROM json_each({p[s_keys]}))"),
        new(p => $"INSERT OR IGNORE INTO {Names.Entries} (id, key) SELECT {p[SessionColumns.Id]}, value FROM json_each({p[s_keys]})"),
        .. dialect.Options.Audit ? [new(p => Audit(p, p[SessionColumns.Id], ""))] : (SqlStatement<RowWrite>[])[],
    ]);

    private string Update(SqlParameters<RowWrite> p, string returning, string condition = "")
    {
        var (lastSeenAt, expiresAt) = (p[SessionColumns.LastSeenAt], p[SessionColumns.ExpiresAt]);
        // A sign-in gives the session its times, also shorter ones.
        var stored = $"CASE WHEN generation = {p[SessionColumns.Generation]} THEN {dialect.Smallest}(expires_at, {p[s_latestExpiry]}) ELSE 0 END";
        var expiry = $"{dialect.Greatest}({stored}, {expiresAt})";
        return $"UPDATE {Names.Sessions} SET {SessionColumns.Assignments(p)}, last_seen_at = CASE WHEN {stored} > {expiresAt} OR " +
            $"({stored} = {expiresAt} AND last_seen_at > {lastSeenAt}) THEN last_seen_at ELSE {lastSeenAt} END, " +
            $"expires_at = {expiry}, sweep_at = {dialect.Smallest}(sweep_at, {expiry}) " +
            $"WHERE id = {p[SessionColumns.Id]} AND version = {p[s_expectedVersion]} AND expires_at > {p[s_cutoff]}{condition}{returning}";
    }

    /// <summary>What stands in other tables too is as before.</summary>
    private string Unchanged(SqlParameters<RowWrite> p) => $" AND indexes {dialect.Same} {p[SessionColumns.Indexes]}" +
        (dialect.Options.Audit ? $" AND generation = {p[SessionColumns.Generation]} AND subject {dialect.Same} {p[SessionColumns.Subject]}" : "");

    private string Audit(SqlParameters<RowWrite> p, string id, string from) => AuditRows.Insert(Names,
        $"SELECT {id}, {p[s_eventSubject]}, {p[s_event]}, NULL, NULL, {p[s_now]} {from}WHERE {p[s_event]} IS NOT NULL");

    private string Announced(SqlParameters<RowWrite> p) => dialect.Announcing is not { } all ? "" : all.Column(
        p[(to, command, in w) => to.AddText(command, all.Updated(w.Row.Record.Id, w.Row.Record.Version))]);
}
