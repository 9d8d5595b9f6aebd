namespace Azu.Sessions;

/// <summary>The root of everything that this library throws by itself. The message says what happened, to which session, and what to do.</summary>
public class SessionException : Exception
{
    /// <summary>An exception about no particular session.</summary>
    public SessionException(string message, Exception? innerException = null) : base(message, innerException) { }

    /// <summary>An exception about one session.</summary>
    public SessionException(string message, SessionId sessionId, Exception? innerException = null) : base(message, innerException) =>
        SessionId = sessionId;

    /// <summary>The session it is about, if it is about one. Not a credential.</summary>
    public SessionId? SessionId { get; }
}
