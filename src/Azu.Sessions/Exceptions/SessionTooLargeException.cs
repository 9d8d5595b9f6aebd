namespace Azu.Sessions;

/// <summary>The session's data is larger than it may be. Nothing was written; what was stored before is still there.</summary>
public sealed class SessionTooLargeException(SessionId id, long actualBytes, long allowedBytes, string limit, string remedy)
    : SessionException($"Session {id} would have {actualBytes} bytes, and {limit} {allowedBytes}. Nothing was stored. Keep less in the session (an id " +
        $"instead of the object), or {remedy}.", id)
{
    /// <summary>The size that was refused, in bytes.</summary>
    public long ActualBytes { get; } = actualBytes;

    /// <summary>The size that is allowed, in bytes.</summary>
    public long AllowedBytes { get; } = allowedBytes;
}
