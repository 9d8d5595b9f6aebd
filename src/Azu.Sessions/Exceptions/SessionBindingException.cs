namespace Azu.Sessions;

/// <summary>
/// A session would begin, or be signed in, with a client that does not send what sessions are bound to, so that its next request would
/// be refused. Nothing was stored. Over HTTP this is a 400.
/// </summary>
public sealed class SessionBindingException(SessionId id)
    : SessionException($"Session {id} was not stored: sessions are bound to properties of the client (Binding), and this one does not send them. Ask for " +
        "another client, or bind to less.", id);
