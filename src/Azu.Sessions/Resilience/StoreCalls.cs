using System.Diagnostics;
using System.Runtime.CompilerServices;
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
    // A session that this node cannot read is no failure of the store: one such cookie, sent often enough, would take all sessions away.
    private static readonly PredicateBuilder<object> s_storeFailed = new PredicateBuilder().Handle<SessionStoreException>(e => e is not SessionUnreadableException);

    /// <summary>How long a request waits to learn that the store is back: what a store that is well answers in.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private readonly SessionResilienceOptions _options;
    private readonly ISessionStore _store;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _breaker;
    private readonly ResiliencePipeline? _retry;
    private int _isProbing;

    /// <param name="options">The deadlines, and when to stop asking.</param>
    /// <param name="store">What is asked whether it is back; without wrappers.</param>
    public StoreCalls(SessionResilienceOptions options, ISessionStore store)
    {
        (_options, _store) = (options, store);
        var breaker = new CircuitBreakerStrategyOptions
        {
            ShouldHandle = s_storeFailed,
            FailureRatio = 0.5,
            MinimumThroughput = options.CircuitBreaker.FailureThreshold,
            SamplingDuration = options.CircuitBreaker.SamplingDuration,
            BreakDuration = options.CircuitBreaker.BreakDuration,
            StateProvider = _state,
        };
        _breaker = new ResiliencePipelineBuilder().AddCircuitBreaker(breaker).Build();
        if (options.Retry.MaxAttempts > 1) _retry = new ResiliencePipelineBuilder().AddRetry(Repetition(options.Retry)).Build();
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
        WhenUpAsync(_retry, call, ask, new(_options.AttemptTimeout, _options.TotalTimeout), cancellationToken);

    /// <summary>Asks once.</summary>
    /// <inheritdoc cref="RepeatAsync"/>
    public ValueTask<T> OnceAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        WhenUpAsync(null, call, ask, new(_options.AttemptTimeout, _options.TotalTimeout), cancellationToken);

    /// <summary>Asks once for something that takes longer than what a request waits for.</summary>
    /// <inheritdoc cref="RepeatAsync"/>
    public ValueTask<T> LongAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, TimeSpan deadline, CancellationToken cancellationToken) =>
        WhenUpAsync(null, call, ask, new(deadline, deadline), cancellationToken);

    public SessionStoreUnavailableException Unavailable(string message, Exception? cause) => new(message, _options.CircuitBreaker.BreakDuration, cause);

    private SessionStoreUnavailableException Down(Exception? cause) => Unavailable("The session store is down; it is not asked until its circuit breaker probes it again.", cause);

    private ValueTask<T> WhenUpAsync<T, TCall>(
        ResiliencePipeline? retry, TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, Deadlines deadlines, CancellationToken cancellationToken) =>
        _state.CircuitState == CircuitState.Closed
            ? RunAsync(retry, call, ask, deadlines, cancellationToken)
            : OnceUpAsync(retry, call, ask, deadlines, cancellationToken);

    private async ValueTask<T> OnceUpAsync<T, TCall>(
        ResiliencePipeline? retry, TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, Deadlines deadlines, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await IsUpAgainAsync(cancellationToken) ? await RunAsync(retry, call, ask, deadlines, cancellationToken) : throw Down(null);
    }

    /// <summary>
    /// Somebody has to find out whether the store is back, one at a time and when the breaker lets him; and of a store that says nothing that takes a whole deadline.
    /// So it is a question of its own, which goes on without the request that it began with.
    /// </summary>
    private async ValueTask<bool> IsUpAgainAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _isProbing, 1, 0) != 0) return false;
        await ProbeAsync().WaitAsync(s_patience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return _state.CircuitState == CircuitState.Closed;
    }

    private async Task ProbeAsync()
    {
        var question = new Question<SessionRecord?, ISessionStore>(
            this, _store, StoreProbe.AskAsync, new(_options.AttemptTimeout, _options.AttemptTimeout), Stopwatch.GetTimestamp(), CancellationToken.None);
        var context = ResilienceContextPool.Shared.Get(CancellationToken.None);
        try
        {
            await ThroughBreakerAsync(question, context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            Volatile.Write(ref _isProbing, 0);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> RunAsync<T, TCall>(
        ResiliencePipeline? retry, TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, Deadlines deadlines, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var question = new Question<T, TCall>(this, call, ask, deadlines, Stopwatch.GetTimestamp(), cancellationToken);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        Outcome<object> outcome;
        try
        {
            outcome = await ThroughBreakerAsync(question, context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        if (outcome.Exception is SessionStoreException && retry is not null) outcome = await GoOnAsync(retry, question, outcome);
        switch (outcome.Exception)
        {
            case null:
                return (T)outcome.Result!;
            case BrokenCircuitException e:
                throw Down(e);
            case OperationCanceledException e when !cancellationToken.IsCancellationRequested:
                throw Unavailable($"The session store did not answer within {deadlines.Total}.", e);
            default:
                outcome.ThrowIfException();
                throw new UnreachableException();
        }
    }

    // The result is an object: for that Polly needs no conversion in between.
    private ValueTask<Outcome<object>> ThroughBreakerAsync<T, TCall>(Question<T, TCall> question, ResilienceContext context) =>
        _breaker.ExecuteOutcomeAsync(static (_, question) => question.Calls.AttemptAsync(question), context, question);

    /// <summary>The way of a call whose first attempt failed: the retry gets that failure for its first attempt.</summary>
    private static async ValueTask<Outcome<object>> GoOnAsync<T, TCall>(ResiliencePipeline retry, Question<T, TCall> question, Outcome<object> first)
    {
        using var total = CancellationTokenSource.CreateLinkedTokenSource(question.Caller);
        if (question.Left is var left && left != Timeout.InfiniteTimeSpan) total.CancelAfter(left);
        var context = ResilienceContextPool.Shared.Get(total.Token);
        try
        {
            var attempts = 0;
            return await retry.ExecuteOutcomeAsync(
                (context, question) => attempts++ == 0 ? new(first) : question.Calls.ThroughBreakerAsync(question, context), context, question);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome<object>> AttemptAsync<T, TCall>(Question<T, TCall> question)
    {
        var deadlines = question.Deadlines;
        var left = question.Left;
        var isTotal = left != Timeout.InfiniteTimeSpan && (deadlines.Attempt == Timeout.InfiniteTimeSpan || left < deadlines.Attempt);
        // Not every driver can be cancelled, and on the thread that brings its answer the driver brings other answers too.
        var wait = Wait<T>.Begin(isTotal ? left : deadlines.Attempt, continuesElsewhere: true, question.Caller);
        try
        {
            return Outcome.FromResult<object>(await wait.ForAsync(question.Call, question.Ask));
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !question.Caller.IsCancellationRequested)
        {
            // Who hung up says nothing about the store. A store that did not answer in time failed, whichever of the two deadlines it was.
            return Outcome.FromException<object>(Unavailable($"The session store did not answer within {(isTotal ? deadlines.Total : deadlines.Attempt)}.", e));
        }
        catch (Exception e)
        {
            return Outcome.FromException<object>(e);
        }
    }

    private static RetryStrategyOptions Repetition(SessionRetryOptions retry) => new()
    {
        ShouldHandle = s_storeFailed,
        MaxRetryAttempts = retry.MaxAttempts - 1,
        Delay = retry.Delay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
    };

    /// <param name="Attempt">For one attempt.</param>
    /// <param name="Total">For all of them together.</param>
    private readonly record struct Deadlines(TimeSpan Attempt, TimeSpan Total);

    /// <summary>One call with all that its attempts need.</summary>
    private readonly record struct Question<T, TCall>(
        StoreCalls Calls, TCall Call, Func<TCall, CancellationToken, ValueTask<T>> Ask, Deadlines Deadlines, long Started, CancellationToken Caller)
    {
        /// <summary>What is left of the time for all attempts.</summary>
        public TimeSpan Left
        {
            get
            {
                if (Deadlines.Total == Timeout.InfiniteTimeSpan) return Timeout.InfiniteTimeSpan;
                var left = Deadlines.Total - Stopwatch.GetElapsedTime(Started);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }
}
