namespace Azu.Sessions.Database;

/// <summary>Removes the oldest rows of the audit.</summary>
internal sealed class SweepAuditStatement(Dialect dialect)
{
    private static readonly SqlParameter<Given> s_until = static (to, command, in g) => to.AddNumber(command, g.Until);
    private static readonly SqlParameter<Given> s_limit = static (to, command, in g) => to.AddNumber(command, g.Limit);

    public SqlStatement<Given> Rows { get; } = new(p =>
        $"DELETE FROM {dialect.Names.Audit} WHERE number IN " +
        $"(SELECT number FROM {dialect.Names.Audit} WHERE at <= {p[s_until]} ORDER BY at LIMIT {p[s_limit]})");

    /// <param name="Until">Only what happened at this moment or before.</param>
    /// <param name="Limit">How many rows at most.</param>
    public readonly record struct Given(long Until, long Limit);
}
