using Polly;
using Polly.CircuitBreaker;

namespace Azu.Sessions;

/// <summary>Stops one kind of call while the store fails at it, and lets one real call at a time find out whether it works again.</summary>
internal sealed class StoreCircuit
{
    private readonly CircuitBreakerStateProvider _state = new();

    private StoreCircuit(CircuitBreakerStrategyOptions options)
    {
        options.StateProvider = _state;
        Pipeline = new ResiliencePipelineBuilder().AddCircuitBreaker(options).Build();
    }

    public ResiliencePipeline Pipeline { get; }

    public bool IsClosed => _state.CircuitState == CircuitState.Closed;

    public SessionCircuitState State => _state.CircuitState switch
    {
        CircuitState.Closed => SessionCircuitState.Closed,
        CircuitState.HalfOpen => SessionCircuitState.HalfOpen,
        _ => SessionCircuitState.Open,
    };

    /// <summary>
    /// Opens when at least <see cref="SessionCircuitBreakerOptions.FailureThreshold"/> calls were made in the sampling time, and half of them failed.
    /// </summary>
    public static StoreCircuit OfRatio(SessionCircuitBreakerOptions options) => new(new()
    {
        ShouldHandle = StoreFailures.Count,
        FailureRatio = 0.5,
        MinimumThroughput = options.FailureThreshold,
        SamplingDuration = options.SamplingDuration,
        BreakDuration = options.BreakDuration,
    });

    /// <summary>
    /// Opens when a second call in a row fails. Removals are rare and a client waits for each, so a ratio would say something only after a crowd had waited.
    /// </summary>
    /// <param name="options">The times.</param>
    /// <param name="attempts">How often one call is tried.</param>
    public static StoreCircuit OfTwoInARow(SessionCircuitBreakerOptions options, int attempts)
    {
        var inARow = 0;
        return new(new()
        {
            // Only the failure that opens counts as one, and any ratio suffices.
            ShouldHandle = outcome => new(IsOneTooMany(outcome.Outcome.Exception)),
            FailureRatio = 0,
            MinimumThroughput = 2,
            SamplingDuration = options.SamplingDuration,
            BreakDuration = options.BreakDuration,
        });

        bool IsOneTooMany(Exception? exception)
        {
            if (StoreFailures.IsOne(exception)) return Interlocked.Increment(ref inARow) > attempts;
            Interlocked.Exchange(ref inARow, 0);
            return false;
        }
    }
}
