namespace Azu.Sessions.Database;

/// <summary>Counts rows, whatever they hold, and stops at the limit.</summary>
internal sealed class EstimateStatement(Dialect dialect)
{
    private static readonly SqlParameter<long> s_limit = static (to, command, in limit) => to.AddNumber(command, limit);

    /// <summary>Is given the limit.</summary>
    public SqlStatement<long> CountUpTo { get; } = new(p =>
        $"SELECT count(*) FROM (SELECT 1 FROM {dialect.Names.Sessions} LIMIT {p[s_limit]}) AS counted");
}
