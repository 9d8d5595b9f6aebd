namespace Azu.Sessions;

/// <summary>The session's data is larger than it may be. Nothing was written; what was stored before is still there.</summary>
public sealed class SessionTooLargeException(SessionId id, long actualBytes, long allowedBytes, string setting)
    : SessionException($"Session {id} would have {actualBytes} bytes, and {setting} allows {allowedBytes}. Keep less in the session (an id instead of the object), or raise {setting}.", id)
{
    /// <summary>The size that was refused, in bytes.</summary>
    public long ActualBytes { get; } = actualBytes;

    /// <summary>The size that is allowed, in bytes.</summary>
    public long AllowedBytes { get; } = allowedBytes;
}
