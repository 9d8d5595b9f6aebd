namespace Azu.Sessions;

/// <summary>
/// The store works and has the session, but this node cannot read it: a newer version of the library wrote it, or the row holds something else.
/// The request gets no session, as if the store had failed; the visitor can sign in again. It is not retried, and says nothing about other sessions.
/// </summary>
public sealed class SessionUnreadableException : SessionStoreException
{
    /// <summary>Says what cannot be read, and what to do.</summary>
    public SessionUnreadableException(string message, SessionId sessionId, Exception? innerException = null) : base(message, sessionId, innerException) { }
}
