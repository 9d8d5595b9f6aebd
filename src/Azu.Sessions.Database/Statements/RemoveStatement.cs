namespace Azu.Sessions.Database;

/// <summary>Removes a row, also one that is over, and returns it. A row that is to fulfil a condition must be readable.</summary>
internal sealed class RemoveStatement(Dialect dialect)
{
    private static readonly SqlParameter<Given> s_id = static (to, command, in g) => to.AddBytes(command, StoredBytes.Of(g.Id));
    private static readonly SqlParameter<Given> s_generation = static (to, command, in g) => to.AddNumber(command, g.Condition.Generation);
    private static readonly SqlParameter<Given> s_secret = static (to, command, in g) =>
        to.AddBytes(command, g.Condition.Secret is { } secret ? StoredBytes.Of(secret) : null);
    private static readonly SqlParameter<Given> s_reason = static (to, command, in g) => to.AddText(command, AuditEvent.NameOf(g.Reason));
    private static readonly SqlParameter<Given> s_actor = static (to, command, in g) => to.AddText(command, StoredText.Display(g.Actor));
    private static readonly SqlParameter<Given> s_now = static (to, command, in g) => to.AddNumber(command, g.Now);

    public SqlScript<Given> Row => field ??= dialect.CombinesWrites ? Combined() : Separate();

    // Without an audit there is nothing to do with the row but to return it.
    private SqlScript<Given> Combined() => new(new(p => dialect.Options.Audit
        ? $"WITH written AS ({Delete(p)}), audited AS ({Audit(p, "written")}) SELECT {SessionColumns.Names}{Announced(p)} FROM written"
        : Delete(p) + Announced(p)));

    private SqlScript<Given> Separate() => new(new(Delete),
        dialect.Options.Audit ? new(p => Audit(p, $"{dialect.Names.Sessions} WHERE {IsWanted(p)}")) : null);

    private string Delete(SqlParameters<Given> p) => $"DELETE FROM {dialect.Names.Sessions} WHERE {IsWanted(p)} RETURNING {SessionColumns.Names}";

    private static string IsWanted(SqlParameters<Given> p)
    {
        var (id, generation, secret) = (p[s_id], p[s_generation], p[s_secret]);
        return $"id = {id} AND ({generation} IS NULL OR generation = {generation}) " +
            $"AND ({secret} IS NULL OR secret_hash = {secret} OR previous_secret_hash = {secret}) " +
            $"AND (({generation} IS NULL AND {secret} IS NULL) OR ({RowCondition.HasSecrets}))";
    }

    private string Audit(SqlParameters<Given> p, string from) =>
        AuditRows.Insert(dialect.Names, $"SELECT id, subject, 'ended', {p[s_reason]}, {p[s_actor]}, {p[s_now]} FROM {from}");

    private string Announced(SqlParameters<Given> p) => dialect.Announcing is not { } all ? "" : all.Column(
        p[(to, command, in g) => to.AddText(command, all.Removed(g.Id))]);

    /// <param name="Id">The row's.</param>
    /// <param name="Condition">What else the row must be.</param>
    /// <param name="Reason">Why the session ends.</param>
    /// <param name="Actor">What ended it, for the audit.</param>
    /// <param name="Now">The time of the event.</param>
    public readonly record struct Given(SessionId Id, RemoveCondition Condition, SessionEndReason Reason, string? Actor, long Now);
}
