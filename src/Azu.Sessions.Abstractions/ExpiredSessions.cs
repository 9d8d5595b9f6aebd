namespace Azu.Sessions;

/// <summary>What one call of <see cref="ISessionIndex.RemoveExpiredAsync"/> removed.</summary>
/// <param name="Records">The records, so that the end of each can be reported.</param>
/// <param name="Unreadable">How many more it removed that could not be read.</param>
/// <param name="HasMore">Whether another call may find more now. False where another node is cleaning up.</param>
public sealed record ExpiredSessions(IReadOnlyList<SessionRecord> Records, int Unreadable, bool HasMore)
{
    /// <summary>Nothing was expired.</summary>
    public static ExpiredSessions None { get; } = new([], 0, false);
}
