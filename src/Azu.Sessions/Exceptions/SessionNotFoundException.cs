namespace Azu.Sessions;

/// <summary>There is no such session: it never was, or it is over.</summary>
public sealed class SessionNotFoundException(SessionId id)
    : SessionException($"Session {id} does not exist, or is over. FindAsync answers null instead of throwing.", id);
