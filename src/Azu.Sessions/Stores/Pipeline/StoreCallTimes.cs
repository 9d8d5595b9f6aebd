namespace Azu.Sessions;

/// <summary>How long a call to a store may take, and what it fails with when it takes longer.</summary>
/// <param name="Attempt">How long one attempt may take.</param>
/// <param name="Total">How long all attempts may take together.</param>
/// <param name="RetryAfter">When a client may try again after a failure.</param>
internal sealed record StoreCallTimes(TimeSpan Attempt, TimeSpan Total, TimeSpan RetryAfter)
{
    /// <summary>The failure of an attempt that got no answer.</summary>
    /// <param name="all">Is cancelled when the time for all attempts is over.</param>
    /// <param name="cause">What the driver said.</param>
    public SessionStoreUnavailableException Unanswered(CancellationToken all, Exception? cause) =>
        Unanswered(all.IsCancellationRequested ? Total : Attempt, cause);

    public SessionStoreUnavailableException Unanswered(TimeSpan within, Exception? cause) =>
        new($"The session store did not answer within {within}.", RetryAfter, cause);

    public SessionStoreUnavailableException Down(Exception? cause) =>
        new("The session store is down; it is not asked until its circuit breaker probes it again.", RetryAfter, cause) { WasAsked = false };
}
