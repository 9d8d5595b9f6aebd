namespace Azu.Sessions;

/// <summary>
/// The session was changed after it was committed, which happens before the first byte of the response. The change could not have been
/// stored before the client saw the response, so it is refused instead of lost.
/// </summary>
public sealed class SessionCommittedException(SessionId id)
    : SessionException($"Session {id} was changed after the response had started. Make the change before the first byte is written, or change the session " +
        "later through SessionManager.UpdateAsync.", id);
