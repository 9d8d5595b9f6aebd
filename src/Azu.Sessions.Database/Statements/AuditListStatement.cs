namespace Azu.Sessions.Database;

/// <summary>Reads rows of the audit, the newest first. The order is that of their numbers, so each kind of query reads an index backwards.</summary>
internal sealed class AuditListStatement(Dialect dialect)
{
    private static readonly SqlParameter<Given> s_subject = static (to, command, in g) => to.AddText(command, g.Subject);
    private static readonly SqlParameter<Given> s_id = static (to, command, in g) => to.AddBytes(command, StoredBytes.Of(g.Id));
    private static readonly SqlParameter<Given> s_before = static (to, command, in g) => to.AddNumber(command, g.Before);
    private static readonly SqlParameter<Given> s_limit = static (to, command, in g) => to.AddNumber(command, g.Limit);

    private readonly SqlStatement<Given>[] _all = Both(dialect, static _ => "TRUE");
    private readonly SqlStatement<Given>[] _bySubject = Both(dialect, p => $"subject IS NOT NULL AND {dialect.HasSubject(p[s_subject])}");
    private readonly SqlStatement<Given>[] _byId = Both(dialect, static p => $"session_id = {p[s_id]}");

    public SqlStatement<Given> For(in Given given) => (given.Subject is not null ? _bySubject : given.Id != default ? _byId : _all)[given.EndsOnly ? 1 : 0];

    /// <summary>The statement for all rows, and the one for ends.</summary>
    private static SqlStatement<Given>[] Both(Dialect dialect, Func<SqlParameters<Given>, string> which) =>
        [new(p => Text(dialect, p, which(p))), new(p => Text(dialect, p, which(p) + " AND event = 'ended'"))];

    private static string Text(Dialect dialect, SqlParameters<Given> p, string which) =>
        $"SELECT number, session_id, subject, event, reason, actor, at FROM {dialect.Names.Audit} WHERE {which} AND number < {p[s_before]} " +
        $"ORDER BY number DESC LIMIT {p[s_limit]}";

    /// <param name="Subject">Only the rows of this subject, as it is stored.</param>
    /// <param name="Id">Only the rows of this session; empty: of every one.</param>
    /// <param name="EndsOnly">Only rows about ends.</param>
    /// <param name="Before">Only rows with a lower number.</param>
    /// <param name="Limit">How many rows at most.</param>
    public readonly record struct Given(string? Subject, SessionId Id, bool EndsOnly, long Before, long Limit)
    {
        public Given(SessionAuditQuery query, long before) : this(
            query.Subject is { } subject ? StoredText.Exact(subject) : null, query.Id ?? default, query.EndsOnly, before, query.PageSize + 1L)
        {
        }
    }
}
