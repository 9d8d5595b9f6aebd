namespace Azu.Sessions;

/// <summary>The session of one type in one request.</summary>
internal sealed class SessionSlot(ISessionLoader loader, IRequestSession session)
{
    public ISessionLoader Loader => loader;

    public IRequestSession Session => session;

    /// <summary>The cookie value that the response carries; an error page repeats it.</summary>
    public string? Sent { get; set; }

    /// <summary>The device cookie that the response carries; an error page repeats it.</summary>
    public string? Device { get; set; }

    /// <summary>Stores nothing of what the request changed.</summary>
    public void Discard()
    {
        session.Revert();
        session.State.IsCommitted = true;
    }

    /// <summary>Allows changes again, which <see cref="Discard"/> is to drop.</summary>
    public void Reopen(ISessionListener listener)
    {
        session.State.Listener = listener;
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
