namespace Azu.Sessions.Testing.Tests;

/// <summary>What several <see cref="ReferenceStore"/>s may share, as nodes share a database.</summary>
public sealed class ReferenceData
{
    public Lock Lock { get; } = new();

    public Dictionary<SessionId, SessionRecord> Records { get; } = [];
}
