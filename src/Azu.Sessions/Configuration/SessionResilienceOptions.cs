namespace Azu.Sessions;

/// <summary>How a store that can fail is asked: deadlines, repetitions, circuit breaker. The memory store cannot fail, and is asked directly.</summary>
public sealed class SessionResilienceOptions
{
    /// <summary>How long one attempt may take. An attempt that takes longer is abandoned, not waited for. Default: 1 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long all attempts of one operation may take together. Default: 2 s.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long one call for a page of a list, a count or a batch of expired sessions may take, and how long clearing the store may go without
    /// getting on. These are not repeated. Default: 30 s.
    /// </summary>
    public TimeSpan IndexTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Repetitions.</summary>
    public SessionRetryOptions Retry { get; set; } = new();

    /// <summary>The circuit breaker.</summary>
    public SessionCircuitBreakerOptions CircuitBreaker { get; set; } = new();
}

/// <summary>Repetitions with exponential backoff and jitter. Only what may be repeated is: never the creation of a session.</summary>
public sealed class SessionRetryOptions
{
    /// <summary>How often an operation is tried in all; 1: no repetition. Default: 3.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The pause before the first repetition; it doubles with each. Default: 20 ms.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(20);
}

/// <summary>Makes the failure fast while the store is down. Only infrastructure faults count.</summary>
public sealed class SessionCircuitBreakerOptions
{
    /// <summary>
    /// How many operations within <see cref="SamplingDuration"/> must have been tried, half of them failing, before the circuit opens. Default: 5.
    /// </summary>
    public int FailureThreshold { get; set; } = 5;

    /// <summary>Over which time failures are counted. Default: 5 s.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the circuit stays open before a request has the store asked whether it is back; it waits for the answer for 100 ms at most. Default: 2
    /// s.
    /// </summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(2);
}
