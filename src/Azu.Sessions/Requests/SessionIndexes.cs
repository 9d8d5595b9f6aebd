namespace Azu.Sessions;

/// <summary>The declared indexes of a session type: which of its values a session can be found under.</summary>
internal sealed class SessionIndexes<TData>(IReadOnlyList<KeyValuePair<string, Func<TData, string?>>> declared) where TData : notnull
{
    public bool IsEmpty => declared.Count == 0;

    public IEnumerable<string> Names => declared.Select(d => d.Key);

    public IReadOnlyList<SessionIndexEntry> Of(TData data)
    {
        var entries = new List<SessionIndexEntry>(declared.Count);
        foreach (var (name, value) in declared)
        {
            if (value(data) is { } found) entries.Add(new(name, ExactText.Check(found, name)));
        }

        return entries;
    }
}
