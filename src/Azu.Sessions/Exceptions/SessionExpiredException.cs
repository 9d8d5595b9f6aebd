namespace Azu.Sessions;

/// <summary>
/// The session that this request had loaded is over: signed out, revoked, expired, or signed in again by a parallel request. The changes of the
/// request were not written, and they are never written anywhere else.
/// </summary>
public sealed class SessionExpiredException(SessionId id)
    : SessionException($"Session {id} ended while this request was using it; nothing was written. Ask the visitor to repeat the action in the new session.",
        id);
