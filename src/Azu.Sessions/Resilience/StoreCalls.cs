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
    public ValueTask<T> RepeatAsync<T>(StoreQuestion<T> question, CancellationToken cancellationToken) =>
        WhenUpAsync(_retry, question, new(_options.AttemptTimeout, _options.TotalTimeout), cancellationToken);

    /// <inheritdoc cref="RepeatAsync{T}(StoreQuestion{T}, CancellationToken)"/>
    public ValueTask<T> RepeatAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        RepeatAsync(new PlainQuestion<T, TCall>(call, ask), cancellationToken);

    /// <summary>Asks once.</summary>
    /// <exception cref="SessionStoreException">The store failed, or was not asked because it is down.</exception>
    public ValueTask<T> OnceAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        WhenUpAsync(null, new PlainQuestion<T, TCall>(call, ask), new(_options.AttemptTimeout, _options.TotalTimeout), cancellationToken);

    /// <summary>Asks once for something that takes longer than what a request waits for.</summary>
    /// <inheritdoc cref="RepeatAsync{T}(StoreQuestion{T}, CancellationToken)"/>
    public ValueTask<T> LongAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, TimeSpan deadline, CancellationToken cancellationToken) =>
        WhenUpAsync(null, new PlainQuestion<T, TCall>(call, ask), new(deadline, deadline), cancellationToken);

    public SessionStoreUnavailableException Unavailable(string message, Exception? cause) => new(message, _options.CircuitBreaker.BreakDuration, cause);

    private SessionStoreUnavailableException Down(Exception? cause) => Unavailable("The session store is down; it is not asked until its circuit breaker probes it again.", cause);

    private ValueTask<T> WhenUpAsync<T>(ResiliencePipeline? retry, StoreQuestion<T> question, StoreDeadlines deadlines, CancellationToken cancellationToken) =>
        _state.CircuitState == CircuitState.Closed
            ? RunAsync(retry, question, deadlines, cancellationToken)
            : OnceUpAsync(retry, question, deadlines, cancellationToken);

    private async ValueTask<T> OnceUpAsync<T>(ResiliencePipeline? retry, StoreQuestion<T> question, StoreDeadlines deadlines, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await IsUpAgainAsync(cancellationToken) ? await RunAsync(retry, question, deadlines, cancellationToken) : throw Down(null);
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
        var question = new PlainQuestion<SessionRecord?, ISessionStore>(_store, StoreProbe.AskAsync);
        question.Begin(new(_options.AttemptTimeout, _options.AttemptTimeout), _options.CircuitBreaker.BreakDuration, CancellationToken.None);
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
    private async ValueTask<T> RunAsync<T>(ResiliencePipeline? retry, StoreQuestion<T> question, StoreDeadlines deadlines, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        question.Begin(deadlines, _options.CircuitBreaker.BreakDuration, cancellationToken);
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
                var answer = (T)outcome.Result!;
                return question.DoubtAbout(answer) is { } doubt ? throw doubt : answer;
            case BrokenCircuitException e:
                throw Down(e);
            case OperationCanceledException e when !question.Caller.IsCancellationRequested:
                throw question.TooLate(e);
            default:
                outcome.ThrowIfException();
                throw new UnreachableException();
        }
    }

    private ValueTask<Outcome<object>> ThroughBreakerAsync<T>(StoreQuestion<T> question, ResilienceContext context) =>
        _breaker.ExecuteOutcomeAsync(static (_, question) => AttemptAsync(question), context, question);

    // Not every driver can be cancelled, and on the thread that brings its answer the driver brings other answers too.
    private static ValueTask<Outcome<object>> AttemptAsync<T>(StoreQuestion<T> question) =>
        Wait<T>.Begin(question.BeginAttempt(), continuesElsewhere: true, question.Caller).ForAsync(question);

    /// <summary>The way of a call whose first attempt failed: the retry gets that failure for its first attempt.</summary>
    private async ValueTask<Outcome<object>> GoOnAsync<T>(ResiliencePipeline retry, StoreQuestion<T> question, Outcome<object> first)
    {
        using var total = CancellationTokenSource.CreateLinkedTokenSource(question.Caller);
        if (question.Left is var left && left != Timeout.InfiniteTimeSpan) total.CancelAfter(left);
        var context = ResilienceContextPool.Shared.Get(total.Token);
        try
        {
            var attempts = 0;
            return await retry.ExecuteOutcomeAsync(
                (context, question) => attempts++ == 0 ? new(first) : ThroughBreakerAsync(question, context), context, question);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
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
}
