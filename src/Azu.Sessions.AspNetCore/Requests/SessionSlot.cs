namespace Azu.Sessions;

/// <summary>The session of one type in one request, and what the request is told of it.</summary>
internal sealed class SessionSlot(ISessionLoader loader, IRequestSession session, RequestSessions request) : ISessionListener
{
    public ISessionLoader Loader => loader;

    public IRequestSession Session => session;

    /// <summary>The cookie value that the response carries; an error page repeats it.</summary>
    public string? Sent { get; set; }

    /// <summary>Has the request told of what is read, and of sign-ins and sign-outs.</summary>
    public void Listen() => session.State.Listener = this;

    public void MarkRead() => request.Response.MarkRead();

    public ValueTask SubjectChangedAsync() => request.SubjectChangedAsync(loader);

    /// <summary>Stores nothing of what the request changed.</summary>
    public void Discard()
    {
        session.Revert();
        session.State.IsCommitted = true;
    }

    /// <summary>Allows changes again, which <see cref="Discard"/> is to drop.</summary>
    public void Reopen()
    {
        Listen();
        session.State.Policy = session.State.Policy with { IsReadOnly = false };
        session.State.IsCommitted = false;
    }

    /// <summary>The pipeline is through: the session can only be read.</summary>
    public void Release()
    {
        session.State.IsCommitted = true;
        session.Release();
    }
}
