namespace Azu.Sessions;

/// <summary>Why a session could not be read or stored.</summary>
public enum SessionFailureReason
{
    /// <summary>The store cannot be reached, or did not store what the request wrote. Over HTTP this is a 503.</summary>
    StoreUnavailable,

    /// <summary>The session ended while the request used it. Over HTTP this is a 409.</summary>
    SessionEnded,

    /// <summary>Another request changed the same thing. Over HTTP this is a 409.</summary>
    Conflict,

    /// <summary>Sessions are bound to properties of the client, and this one does not send them. Over HTTP this is a 400.</summary>
    ClientNotBound,
}
