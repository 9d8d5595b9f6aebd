namespace Azu.Sessions;

/// <summary>One thing that happened to a session.</summary>
/// <param name="Id">The session.</param>
/// <param name="Event">What happened.</param>
/// <param name="At">When, by the clock of the node that did it.</param>
public sealed record SessionAuditRow(SessionId Id, SessionAuditEvent Event, DateTimeOffset At)
{
    /// <summary>The account: of a sign-out, the one before it. Null: the session was anonymous, or could not be read.</summary>
    public string? Subject { get; init; }

    /// <summary>Why the session ended. Null for every other event, and for a reason that this version does not know.</summary>
    public SessionEndReason? Reason { get; init; }

    /// <summary>What ended it; null: the visitor, or the library itself.</summary>
    public string? Actor { get; init; }
}
