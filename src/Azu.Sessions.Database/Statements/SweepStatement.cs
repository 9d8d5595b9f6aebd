namespace Azu.Sessions.Database;

/// <summary>The rows that are due for the sweep: those that are over are removed, and those that were used since are put off until they end.</summary>
internal sealed class SweepStatement(Dialect dialect)
{
    private static readonly SqlParameter<Given> s_cutoff = static (to, command, in g) => to.AddNumber(command, g.Cutoff);
    private static readonly SqlParameter<Given> s_limit = static (to, command, in g) => to.AddNumber(command, g.Limit);
    private static readonly SqlParameter<Given> s_now = static (to, command, in g) => to.AddNumber(command, g.Now);

    // Rows that another transaction holds are left for the next time: no request waits for the sweep, and the sweep waits for none.
    public SqlStatement<Given> Postpone { get; } = new(p => dialect.CombinesWrites
        ? $"WITH due AS (SELECT id AS due_id FROM {dialect.Names.Sessions} WHERE {IsUsed(p)} ORDER BY sweep_at LIMIT {p[s_limit]} FOR UPDATE SKIP LOCKED) " +
            $"UPDATE {dialect.Names.Sessions} SET sweep_at = expires_at WHERE {RowCondition.IsDue}"
        : $"UPDATE {dialect.Names.Sessions} SET sweep_at = expires_at " +
            $"WHERE id IN (SELECT id FROM {dialect.Names.Sessions} WHERE {IsUsed(p)} ORDER BY sweep_at LIMIT {p[s_limit]})");

    /// <summary>Returns the rows that it removes.</summary>
    public SqlScript<Given> Remove { get; } = dialect.CombinesWrites ? Combined(dialect) : Separate(dialect);

    private static SqlScript<Given> Combined(Dialect dialect) => new(new(p =>
        $"WITH due AS (SELECT id AS due_id FROM {dialect.Names.Sessions} WHERE {IsOver(p)} ORDER BY sweep_at LIMIT {p[s_limit]} FOR UPDATE SKIP LOCKED), " +
        $"written AS (DELETE FROM {dialect.Names.Sessions} WHERE {RowCondition.IsDue} RETURNING {SessionColumns.Names})" +
        (dialect.Options.Audit ? $", audited AS ({Audit(dialect.Names, p, "written")})" : "") +
        $" SELECT {SessionColumns.Names} FROM written"));

    private static SqlScript<Given> Separate(Dialect dialect)
    {
        return new(
            new(p => $"DELETE FROM {dialect.Names.Sessions} WHERE id IN (SELECT id FROM {Due(p)}) RETURNING {SessionColumns.Names}"),
            dialect.Options.Audit ? new(p => Audit(dialect.Names, p, Due(p))) : null);

        string Due(SqlParameters<Given> p) => $"(SELECT * FROM {dialect.Names.Sessions} WHERE {IsOver(p)} ORDER BY sweep_at, id LIMIT {p[s_limit]})";
    }

    private static string IsUsed(SqlParameters<Given> p) => $"sweep_at <= {p[s_cutoff]} AND expires_at > {p[s_cutoff]}";

    private static string IsOver(SqlParameters<Given> p) => $"sweep_at <= {p[s_cutoff]} AND expires_at <= {p[s_cutoff]}";

    private static string Audit(TableNames names, SqlParameters<Given> p, string from) =>
        AuditRows.Insert(names, $"SELECT id, subject, 'ended', {AuditRows.WhyEnded}, NULL, {p[s_now]} FROM {from}");

    /// <param name="Cutoff">A row that ended at this moment or before is over.</param>
    /// <param name="Limit">How many rows at most.</param>
    /// <param name="Now">The time of the event.</param>
    public readonly record struct Given(long Cutoff, long Limit, long Now = 0);
}
