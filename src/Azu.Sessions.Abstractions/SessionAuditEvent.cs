namespace Azu.Sessions;

/// <summary>What an audit row says happened.</summary>
public enum SessionAuditEvent
{
    /// <summary>An anonymous session was stored for the first time.</summary>
    Started,

    /// <summary>A subject signed in: to a new session, or to one that was there.</summary>
    SignedIn,

    /// <summary>The session lost its subject, and was kept.</summary>
    SignedOut,

    /// <summary>The session ended; <see cref="SessionAuditRow.Reason"/> says why.</summary>
    Ended,

    /// <summary>The session ended with all others of its store, by <see cref="ISessionIndex.ClearAsync"/>.</summary>
    Cleared,
}
