namespace Azu.Sessions;

/// <summary>What a sweep of the memory store has removed so far, up to a limit.</summary>
internal sealed class SweptSessions(int limit)
{
    private readonly List<SessionRecord> _records = [];
    private int _unreadable;

    public int Count => _records.Count + _unreadable;

    public bool IsFull => Count >= limit;

    public IReadOnlyList<SessionRecord> Records => _records;

    /// <param name="record">What was removed; null where it could not be read.</param>
    public void Add(SessionRecord? record)
    {
        if (record is null) _unreadable++;
        else _records.Add(record);
    }

    public ExpiredSessions ToResult() => new(_records, _unreadable, IsFull);
}
