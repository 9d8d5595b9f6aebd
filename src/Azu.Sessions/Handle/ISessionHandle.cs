namespace Azu.Sessions;

/// <summary>What the HTTP layer needs of a session without knowing its data type.</summary>
internal interface ISessionHandle
{
    SessionState State { get; }

    /// <summary>Stores what the request changed, and closes the handle for further changes.</summary>
    ValueTask CommitAsync();

    /// <summary>Drops what the request changed and closes the handle: the response is a failure.</summary>
    void Discard();

    /// <summary>The request is over.</summary>
    void Release();

    /// <summary>The cookie of this response went out.</summary>
    ValueTask NoteSentAsync();
}
