namespace Azu.Sessions.Database;

/// <summary>Returns the positions of known sessions that are not there, or belong to another subject.</summary>
internal sealed class FindEndedStatement(Dialect dialect)
{
    private static readonly SqlParameter<Given> s_ids = static (to, command, in g) => to.AddIds(command, g.Known);
    private static readonly SqlParameter<Given> s_subjects = static (to, command, in g) => to.AddTexts(command, Subjects(g.Known));
    private static readonly SqlParameter<Given> s_cutoff = static (to, command, in g) => to.AddNumber(command, g.Cutoff);

    public SqlStatement<Given> Positions { get; } = new(p => dialect.HasArrays
        ? $"SELECT k.number - 1 FROM unnest({p[s_ids]}, {p[s_subjects]}) WITH ORDINALITY AS k (id, subject, number) LEFT JOIN {dialect.Names.Sessions} AS s " +
            $"ON s.id = k.id AND s.expires_at > {p[s_cutoff]} WHERE s.id IS NULL OR (k.subject IS NOT NULL AND s.subject IS DISTINCT FROM k.subject)"
        // The ids are one after the other.
        : $"SELECT k.key FROM json_each({p[s_subjects]}) AS k LEFT JOIN {dialect.Names.Sessions} AS s ON s.id = substr({p[s_ids]}, (k.key * 16) + 1, 16) " +
            $"AND s.expires_at > {p[s_cutoff]} WHERE s.id IS NULL OR (k.value IS NOT NULL AND s.subject IS NOT k.value)");

    private static string?[] Subjects(IReadOnlyList<SessionPresence> known)
    {
        var subjects = new string?[known.Count];
        for (var i = 0; i < subjects.Length; i++) subjects[i] = known[i].Subject is { } subject ? StoredText.Exact(subject) : null;
        return subjects;
    }

    /// <param name="Known">The sessions. A subject that is null is not compared.</param>
    /// <param name="Cutoff">A row that ended at this moment or before is over.</param>
    public readonly record struct Given(IReadOnlyList<SessionPresence> Known, long Cutoff);
}
