namespace Azu.Sessions;

/// <summary>
/// Somebody signs in with a client that does not send what sessions are bound to, so that the next request would be refused. Nobody is signed in.
/// </summary>
public sealed class SessionBindingException(SessionId id)
    : SessionException($"Session {id} was not signed in: sessions are bound to properties of the client (Binding), and this one does not send them. Ask for another client, or bind to less.", id);
