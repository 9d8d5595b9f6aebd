namespace Azu.Sessions;

/// <summary>What is stored for the session cannot be read. The record is left where it is.</summary>
public sealed class SessionCorruptedException(SessionId id, Exception? innerException = null)
    : SessionException($"The stored data of session {id} cannot be read. It is left in place for inspection; revoke the session to discard it.", id,
        innerException);
