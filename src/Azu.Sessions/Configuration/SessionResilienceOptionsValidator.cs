using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>Finds deadlines, repetitions and thresholds that make no sense. Each message names the setting and says what to change.</summary>
internal sealed class SessionResilienceOptionsValidator : IValidateOptions<SessionResilienceOptions>
{
    // Below it a circuit breaker has seen too little to decide anything.
    private static readonly TimeSpan s_minWatch = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_max = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SessionResilienceOptions options) => Mistakes(options).ToResult();

    private static IEnumerable<string> Mistakes(SessionResilienceOptions o)
    {
        if (o.AttemptTimeout <= TimeSpan.Zero
            || o.AttemptTimeout > s_max) yield return $"AttemptTimeout is {o.AttemptTimeout}; it must be longer than zero and at most a day.";
        if (o.TotalTimeout < o.AttemptTimeout
            || o.TotalTimeout > s_max) yield return $"TotalTimeout is {o.TotalTimeout}; it must be at least AttemptTimeout ({o.AttemptTimeout}) and at " +
            "most a day.";
        if (o.IndexTimeout <= TimeSpan.Zero
            || o.IndexTimeout > s_max) yield return $"IndexTimeout is {o.IndexTimeout}; it must be longer than zero and at most a day.";
        if (o.Retry.MaxAttempts < 1) yield return $"Retry.MaxAttempts is {o.Retry.MaxAttempts}; it must be at least 1, which means no repetition.";
        if (o.Retry.Delay < TimeSpan.Zero || o.Retry.Delay > s_max) yield return $"Retry.Delay is {o.Retry.Delay}; it must lie between zero and a day.";
        if (o.CircuitBreaker.FailureThreshold < 2) yield return $"CircuitBreaker.FailureThreshold is {o.CircuitBreaker.FailureThreshold}; it must be at " +
            "least 2, or one lost packet would close the store.";
        if (!IsWatch(o.CircuitBreaker.SamplingDuration)) yield return $"CircuitBreaker.SamplingDuration is {o.CircuitBreaker.SamplingDuration}; it must " +
            "lie between half a second and a day.";
        if (!IsWatch(o.CircuitBreaker.BreakDuration)) yield return $"CircuitBreaker.BreakDuration is {o.CircuitBreaker.BreakDuration}; it must lie between " +
            "half a second and a day.";
    }

    private static bool IsWatch(TimeSpan duration) => duration >= s_minWatch && duration <= s_max;
}
