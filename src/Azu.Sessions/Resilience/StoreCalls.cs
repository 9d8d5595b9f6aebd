using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Azu.Sessions;

/// <summary>
/// How calls to one store are made: with deadlines, repeated where the caller says so, and through one circuit breaker, because the store is up
/// or down as a whole.
/// </summary>
internal sealed class StoreCalls
{
    private readonly SessionResilienceOptions _options;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _repeating;
    private readonly ResiliencePipeline _once;

    public StoreCalls(SessionResilienceOptions options)
    {
        _options = options;
        var breaker = new CircuitBreakerStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<SessionStoreException>(),
            FailureRatio = 0.5,
            MinimumThroughput = options.CircuitBreaker.FailureThreshold,
            SamplingDuration = options.CircuitBreaker.SamplingDuration,
            BreakDuration = options.CircuitBreaker.BreakDuration,
            StateProvider = _state,
        };
        _once = new ResiliencePipelineBuilder().AddCircuitBreaker(breaker).Build();
        var repeating = new ResiliencePipelineBuilder();
        if (options.Retry.MaxAttempts > 1) repeating.AddRetry(Repetition(options.Retry));
        _repeating = repeating.AddPipeline(_once).Build();
    }

    public SessionCircuitState State => _state.CircuitState switch
    {
        CircuitState.Closed => SessionCircuitState.Closed,
        CircuitState.HalfOpen => SessionCircuitState.HalfOpen,
        _ => SessionCircuitState.Open,
    };

    /// <summary>Asks, and asks again after a failure.</summary>
    /// <exception cref="SessionStoreException">The store failed, or was not asked because it is down.</exception>
    public ValueTask<T> RepeatAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        RunAsync(_repeating, call, ask, new(_options.AttemptTimeout, _options.TotalTimeout), cancellationToken);

    /// <summary>Asks once.</summary>
    /// <inheritdoc cref="RepeatAsync"/>
    public ValueTask<T> OnceAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        RunAsync(_once, call, ask, new(_options.AttemptTimeout, _options.TotalTimeout), cancellationToken);

    /// <summary>Asks once for something that takes longer than what a request waits for.</summary>
    /// <inheritdoc cref="RepeatAsync"/>
    public ValueTask<T> LongAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, TimeSpan deadline, CancellationToken cancellationToken) =>
        RunAsync(_once, call, ask, new(deadline, deadline), cancellationToken);

    public SessionStoreUnavailableException Unavailable(string message, Exception? cause) => new(message, _options.CircuitBreaker.BreakDuration, cause);

    private async ValueTask<T> RunAsync<T, TCall>(
        ResiliencePipeline pipeline, TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, Deadlines deadlines, CancellationToken cancellationToken)
    {
        using var total = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (deadlines.Total != Timeout.InfiniteTimeSpan) total.CancelAfter(deadlines.Total);
        try
        {
            return await pipeline.ExecuteAsync(
                static (run, token) => run.self.AttemptAsync(run.call, run.ask, run.deadlines, run.caller, token), (self: this, call, ask, deadlines, caller: cancellationToken), total.Token);
        }
        catch (BrokenCircuitException e)
        {
            throw Unavailable("The session store is down; it is not asked until its circuit breaker probes it again.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable($"The session store did not answer within {deadlines.Total}.", e);
        }
    }

    private async ValueTask<T> AttemptAsync<T, TCall>(
        TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, Deadlines deadlines, CancellationToken caller, CancellationToken cancellationToken)
    {
        var answer = ask(call, cancellationToken);
        if (answer.IsCompletedSuccessfully) return answer.Result;
        // Not every driver can be cancelled: what does not answer in time is left behind, and its failure is observed here.
        var asking = answer.AsTask();
        try
        {
            return await asking.WaitAsync(deadlines.Attempt, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (asking.IsCompletedSuccessfully) return asking.Result; // it came at the last moment
            _ = asking.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            // Who hung up says nothing about the store. A store that did not answer in time failed, whichever of the two deadlines it was.
            if (caller.IsCancellationRequested) throw;
            throw Unavailable($"The session store did not answer within {(e is TimeoutException ? deadlines.Attempt : deadlines.Total)}.", e);
        }
    }

    private static RetryStrategyOptions Repetition(SessionRetryOptions retry) => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<SessionStoreException>(),
        MaxRetryAttempts = retry.MaxAttempts - 1,
        Delay = retry.Delay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
    };

    /// <param name="Attempt">For one attempt.</param>
    /// <param name="Total">For all of them together.</param>
    private readonly record struct Deadlines(TimeSpan Attempt, TimeSpan Total);
}
