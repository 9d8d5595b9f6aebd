namespace Azu.Sessions.Database;

/// <summary>Moves both times of a row or neither: nothing to move, nothing to write.</summary>
internal sealed class TouchStatement(Dialect dialect)
{
    private static readonly SqlParameter<Given> s_id = static (to, command, in g) => to.AddBytes(command, StoredBytes.Of(g.Id));
    private static readonly SqlParameter<Given> s_lastSeenAt = static (to, command, in g) => to.AddNumber(command, g.LastSeenAt);
    private static readonly SqlParameter<Given> s_expiresAt = static (to, command, in g) => to.AddNumber(command, g.ExpiresAt);
    private static readonly SqlParameter<Given> s_cutoff = static (to, command, in g) => to.AddNumber(command, g.Cutoff);

    public SqlStatement<Given> Times { get; } = new(p =>
    {
        var lastSeenAt = p[s_lastSeenAt];
        var expiry = $"{dialect.Smallest}({p[s_expiresAt]}, COALESCE(absolute_expires_at, {p[s_expiresAt]}))";
        return $"UPDATE {dialect.Names.Sessions} SET last_seen_at = {lastSeenAt}, expires_at = {expiry} WHERE id = {p[s_id]} " +
            $"AND expires_at > {p[s_cutoff]} AND (expires_at < {expiry} OR (expires_at = {expiry} AND last_seen_at < {lastSeenAt}))";
    });

    /// <param name="Id">The row's.</param>
    /// <param name="LastSeenAt">When the session was used.</param>
    /// <param name="ExpiresAt">When it ends for that, unless the absolute end comes first.</param>
    /// <param name="Cutoff">A row that ended at this moment or before is over.</param>
    public readonly record struct Given(SessionId Id, long LastSeenAt, long ExpiresAt, long Cutoff);
}
