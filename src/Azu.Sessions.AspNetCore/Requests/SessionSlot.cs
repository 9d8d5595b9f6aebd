namespace Azu.Sessions;

/// <summary>The session of one type in one request.</summary>
internal sealed class SessionSlot(ISessionLoader loader, ISessionHandle handle)
{
    public ISessionLoader Loader => loader;

    public ISessionHandle Handle => handle;

    /// <summary>The cookie value that the response carries; an error page repeats it.</summary>
    public string? Sent { get; set; }

    /// <summary>Stores nothing of what the request changed.</summary>
    public void Discard()
    {
        handle.Revert();
        handle.State.IsCommitted = true;
    }

    /// <summary>Allows changes again, which <see cref="Discard"/> is to drop.</summary>
    public void Reopen(ISessionReadListener listener)
    {
        handle.State.ReadListener = listener;
        handle.State.IsReadOnly = false;
        handle.State.IsCommitted = false;
    }

    /// <summary>The pipeline is through: the session can only be read.</summary>
    public void Release()
    {
        handle.State.IsCommitted = true;
        handle.Release();
    }
}
