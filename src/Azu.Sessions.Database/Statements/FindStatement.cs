namespace Azu.Sessions.Database;

/// <summary>Statements about one row: it is read, or removed because it is over.</summary>
internal sealed class FindStatement(Dialect dialect)
{
    private static readonly SqlParameter<Given> s_id = static (to, command, in g) => to.AddBytes(command, StoredBytes.Of(g.Id));
    private static readonly SqlParameter<Given> s_cutoff = static (to, command, in g) => to.AddNumber(command, g.Cutoff);

    public SqlStatement<Given> Row { get; } = new(p =>
        $"SELECT {SessionColumns.Names} FROM {dialect.Names.Sessions} WHERE id = {p[s_id]} AND expires_at > {p[s_cutoff]}");

    public SqlStatement<Given> Exists { get; } = new(p =>
        $"SELECT 1 FROM {dialect.Names.Sessions} WHERE id = {p[s_id]} AND expires_at > {p[s_cutoff]}");

    /// <summary>Also of a row that is over.</summary>
    public SqlStatement<Given> Write { get; } = new(p =>
        $"SELECT write_id, expires_at FROM {dialect.Names.Sessions} WHERE id = {p[s_id]}");

    public SqlStatement<Given> RemoveOver { get; } = new(p =>
        $"DELETE FROM {dialect.Names.Sessions} WHERE id = {p[s_id]} AND expires_at <= {p[s_cutoff]}");

    /// <param name="Id">The row's.</param>
    /// <param name="Cutoff">A row that ended at this moment or before is over.</param>
    public readonly record struct Given(SessionId Id, long Cutoff);
}
