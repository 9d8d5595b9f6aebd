namespace Azu.Sessions.Database;

/// <summary>Finds the longest lag of the nodes whose notes still count.</summary>
internal sealed class FindLagStatement(Dialect dialect)
{
    private static readonly SqlParameter<long> s_now = static (to, command, in now) => to.AddNumber(command, now);

    /// <summary>Is given the time.</summary>
    public SqlStatement<long> Longest { get; } = new(p => $"SELECT max(lag) FROM {dialect.Names.Nodes} WHERE ends_at > {p[s_now]}");
}
