namespace Azu.Sessions.Database;

/// <summary>Removes the next rows in the order of ids, whatever they hold, and returns their ids.</summary>
internal sealed class ClearStatement(Dialect dialect)
{
    private static readonly SqlParameter<Given> s_after = static (to, command, in g) => to.AddBytes(command, g.After);
    private static readonly SqlParameter<Given> s_limit = static (to, command, in g) => to.AddNumber(command, g.Limit);
    private static readonly SqlParameter<Given> s_actor = static (to, command, in g) => to.AddText(command, StoredText.Display(g.Actor));
    private static readonly SqlParameter<Given> s_now = static (to, command, in g) => to.AddNumber(command, g.Now);

    public SqlScript<Given> Rows { get; } = dialect.CombinesWrites ? Combined(dialect) : Separate(dialect);

    /// <summary>Tells all nodes which ids were removed, in the transaction that removes; null where no node is told.</summary>
    public SqlStatement<IReadOnlyList<byte[]>>? Announcement => field ??= dialect.Announcing is not { } all ? null : new(p =>
        all.SendAll(p[(to, command, in removed) => to.AddTexts(command, Messages(all, removed))]));

    // In the order of ids, so that two of them at once wait for each other instead of blocking each other.
    private static SqlScript<Given> Combined(Dialect dialect) => new(new(p =>
        $"WITH due AS (SELECT id AS due_id FROM {dialect.Names.Sessions} WHERE {Next(p)} FOR UPDATE), " +
        $"written AS (DELETE FROM {dialect.Names.Sessions} WHERE {RowCondition.IsDue} RETURNING id, subject)" +
        (dialect.Options.Audit ? $", audited AS ({Audit(dialect.Names, p, "written")})" : "") +
        " SELECT id FROM written"));

    private static SqlScript<Given> Separate(Dialect dialect) => new(
        new(p => $"DELETE FROM {dialect.Names.Sessions} WHERE id IN (SELECT id FROM {dialect.Names.Sessions} WHERE {Next(p)}) RETURNING id"),
        dialect.Options.Audit ? new(p => Audit(dialect.Names, p, $"(SELECT id, subject FROM {dialect.Names.Sessions} WHERE {Next(p)})")) : null);

    private static string Next(SqlParameters<Given> p) => $"id > {p[s_after]} ORDER BY id LIMIT {p[s_limit]}";

    private static string Audit(TableNames names, SqlParameters<Given> p, string from) =>
        AuditRows.Insert(names, $"SELECT id, subject, 'ended', 'cleared', {p[s_actor]}, {p[s_now]} FROM {from}");

    // An id of another length is no session's, and no node has a copy.
    private static string[] Messages(PostgresAnnouncements all, IReadOnlyList<byte[]> removed) =>
        [.. removed.Where(id => id.Length == SessionId.Size).Select(id => all.Removed(new(id)))];

    /// <param name="After">Only rows with an id behind this one.</param>
    /// <param name="Limit">How many rows at most.</param>
    /// <param name="Actor">What removes them, for the audit.</param>
    /// <param name="Now">The time of the event.</param>
    public readonly record struct Given(byte[] After, long Limit, string? Actor, long Now);
}
