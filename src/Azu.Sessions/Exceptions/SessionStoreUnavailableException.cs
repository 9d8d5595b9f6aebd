namespace Azu.Sessions;

/// <summary>The store cannot be reached, or did not answer in time. Over HTTP this is a 503.</summary>
public sealed class SessionStoreUnavailableException : SessionStoreException
{
    /// <summary>Says what was wanted of the store, and when to try again.</summary>
    public SessionStoreUnavailableException(string message, TimeSpan retryAfter, Exception? innerException = null)
        : base(message, innerException) => RetryAfter = retryAfter;

    /// <summary>When a client may try again; the <c>Retry-After</c> of the response.</summary>
    public TimeSpan RetryAfter { get; }

    /// <summary>Whether the store was asked at all; not while its circuit is open.</summary>
    internal bool WasAsked { get; init; } = true;
}
