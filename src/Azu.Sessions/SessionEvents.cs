namespace Azu.Sessions;

/// <summary>
/// What happens to sessions. Override what you need and register with <c>AddEvents</c>; one instance serves all requests. Handlers are awaited
/// after the commit that caused them; an exception is logged and never fails the request.
/// </summary>
public abstract class SessionEvents<TData> where TData : notnull
{
    /// <summary>A session was stored for the first time.</summary>
    public virtual ValueTask OnStarted(SessionSnapshot<TData> session) => default;

    /// <summary>A request loaded a session, and it was admitted.</summary>
    public virtual ValueTask OnLoaded(SessionSnapshot<TData> session) => default;

    /// <summary>A response carried the session's cookie.</summary>
    public virtual ValueTask OnSentToClient(SessionSnapshot<TData> session) => default;

    /// <summary>The session has a new secret: by sign-in or by <c>RotateToken</c>.</summary>
    public virtual ValueTask OnTokenRotated(SessionSnapshot<TData> session) => default;

    /// <summary>
    /// A subject signed in with a browser that it has not used before, or whose cookies were removed since. Raised only with
    /// <see cref="AzuSessionsOptions.DetectNewClients"/>, before the response goes out; the first sign-in of an account is one too.
    /// <see cref="SessionSnapshot{TData}.Client"/> says which browser, where <see cref="AzuSessionsOptions.RecordClient"/> is on.
    /// </summary>
    public virtual ValueTask OnNewClient(SessionSnapshot<TData> session) => default;

    /// <summary>
    /// A session ended. Time-outs are reported by stores that can (<see cref="SessionCapabilities.ReportsExpiry"/>); others forget in silence.
    /// </summary>
    public virtual ValueTask OnEnded(SessionSnapshot<TData> session, SessionEndReason reason) => default;

    /// <summary>A session that a visitor presented was refused; the visitor goes on with a new, empty one.</summary>
    public virtual ValueTask OnRejected(SessionSnapshot<TData> session, SessionEndReason reason) => default;
}
