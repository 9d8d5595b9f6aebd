namespace Azu.Sessions.TestSupport;

/// <summary>What several <see cref="ReferenceStore"/>s may share, as nodes share a database.</summary>
public sealed class ReferenceData
{
    public Lock Lock { get; } = new();

    public Dictionary<SessionId, SessionRecord> Records { get; } = [];

    /// <summary>Which of the records cannot be read, and why.</summary>
    public Dictionary<SessionId, Spoiling> Spoilt { get; } = [];

    /// <summary>Which nodes run, how long each may lag, and until when that counts.</summary>
    public Dictionary<string, (TimeSpan Lag, DateTimeOffset Until)> Nodes { get; } = new(StringComparer.Ordinal);

    public ValueTask SpoilAsync(SessionId id, Spoiling how)
    {
        lock (Lock) Spoilt[id] = how;
        return default;
    }

    public void Remove(SessionId id)
    {
        Records.Remove(id);
        Spoilt.Remove(id);
    }
}
