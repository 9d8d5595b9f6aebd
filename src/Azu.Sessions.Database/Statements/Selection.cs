namespace Azu.Sessions.Database;

/// <summary>What a statement for a query is given.</summary>
/// <param name="Subject">Only the rows of this subject, as it is stored.</param>
/// <param name="Key">Only the rows with this key in the table of entries.</param>
/// <param name="After">Only rows with an id behind this one.</param>
/// <param name="Limit">How many rows at most.</param>
/// <param name="Cutoff">A row that ended at this moment or before is over.</param>
internal readonly record struct Selection(string? Subject, byte[]? Key, SessionId After = default, long Limit = 0, long Cutoff = 0)
{
    public Selection(SessionQuery query) : this(
        query.Subject is { } subject ? StoredText.Exact(subject) : null, query.Index is { } entry ? IndexEntries.Key(entry) : null)
    {
    }
}
