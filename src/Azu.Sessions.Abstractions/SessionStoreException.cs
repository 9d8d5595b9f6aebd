namespace Azu.Sessions;

/// <summary>
/// The infrastructure behind a store failed. What the call wanted may have been carried out, or may yet be. It is the only exception that a
/// store throws besides cancellation.
/// </summary>
public class SessionStoreException : SessionException
{
    /// <summary>Says what failed.</summary>
    public SessionStoreException(string message, Exception? innerException = null) : base(message, innerException) { }

    /// <summary>Says what failed, and for which session.</summary>
    public SessionStoreException(string message, SessionId sessionId, Exception? innerException = null) : base(message, sessionId, innerException) { }
}
