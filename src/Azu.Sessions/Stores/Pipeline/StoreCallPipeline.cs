using System.Diagnostics;
using System.Runtime.CompilerServices;
using Polly;
using Polly.CircuitBreaker;

namespace Azu.Sessions;

/// <summary>
/// The way of one kind of call to a store: deadlines, repetitions, a circuit. Most calls succeed at the first attempt, so the repetitions and their
/// deadline begin with the first failure.
/// </summary>
/// <param name="circuit">Whether the store is asked; may be empty.</param>
/// <param name="retry">The repetitions; null: one attempt.</param>
/// <param name="attempt">How long one attempt may take.</param>
/// <param name="total">How long all attempts may take together.</param>
/// <param name="retryAfter">When a client may try again after a failure.</param>
internal sealed class StoreCallPipeline(ResiliencePipeline circuit, ResiliencePipeline? retry, TimeSpan attempt, TimeSpan total, TimeSpan retryAfter)
{
    /// <summary>Asks the store.</summary>
    /// <param name="call">The arguments, so that <paramref name="ask"/> needs no closure.</param>
    /// <param name="ask">Makes one attempt.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    /// <exception cref="SessionStoreException">The store failed, or was not asked because the circuit is open.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> AskAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // One object, because each layer below copies what it is given.
        var storeCall = new StoreCall<T, TCall>(this, call, ask, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        Outcome<object> outcome;
        try
        {
            outcome = await ThroughCircuitAsync(storeCall, context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        if (retry is not null && StoreFailures.IsOne(outcome.Exception)) outcome = await RepeatAsync(retry, outcome, total - Stopwatch.GetElapsedTime(started),
            storeCall);
        switch (outcome.Exception)
        {
            case null:
                return (T)outcome.Result!;
            case BrokenCircuitException e:
                throw Down(e);
            case OperationCanceledException e when !cancellationToken.IsCancellationRequested:
                throw Unanswered(total, e);
            default:
                outcome.ThrowIfException();
                throw new UnreachableException();
        }
    }

    public SessionStoreUnavailableException Down(Exception? cause) =>
        new("The session store is down; it is not asked until its circuit breaker probes it again.", retryAfter, cause) { WasAsked = false };

    /// <summary>The retry gets the failure of the first attempt, and makes the others.</summary>
    private async ValueTask<Outcome<object>> RepeatAsync<T, TCall>(
        ResiliencePipeline retry, Outcome<object> first, TimeSpan left, StoreCall<T, TCall> storeCall)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(storeCall.Caller);
        deadline.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        var context = ResilienceContextPool.Shared.Get(deadline.Token);
        try
        {
            var attempts = 0;
            return await retry.ExecuteOutcomeAsync(
                (context, storeCall) => attempts++ == 0 ? new(first) : ThroughCircuitAsync(storeCall, context),
                context,
                storeCall);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ValueTask<Outcome<object>> ThroughCircuitAsync<T, TCall>(StoreCall<T, TCall> storeCall, ResilienceContext context) =>
        circuit.ExecuteOutcomeAsync(static (context, storeCall) => storeCall.AttemptAsync(context.CancellationToken), context, storeCall);

    private TimeSpan Attempt => attempt;

    private SessionStoreUnavailableException Unanswered(CancellationToken all, Exception? cause) =>
        Unanswered(all.IsCancellationRequested ? total : attempt, cause);

    private SessionStoreUnavailableException Unanswered(TimeSpan within, Exception? cause) =>
        new($"The session store did not answer within {within}.", retryAfter, cause);

    /// <summary>One call.</summary>
    private sealed class StoreCall<T, TCall>(StoreCallPipeline pipeline, TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken caller)
    {
        public CancellationToken Caller => caller;

        /// <summary>Some drivers cannot be cancelled. So the wait ends at the deadline, and the call is left behind.</summary>
        /// <param name="all">Ends with the time for all attempts.</param>
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public async ValueTask<Outcome<object>> AttemptAsync(CancellationToken all)
        {
            var wait = TimedWait<T>.Begin(pipeline.Attempt, all);
            try
            {
                var answer = ask(call, wait.Token);
                if (answer.IsCompleted) return Outcome.FromResult<object>(answer.Result!);
                if (await wait.IsAnsweredAsync(answer)) return Outcome.FromResult<object>(wait.Result()!);
                return Outcome.FromException<object>(caller.IsCancellationRequested ? new OperationCanceledException(caller) : pipeline.Unanswered(all, null));
            }
            catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !caller.IsCancellationRequested))
            {
                return Outcome.FromException<object>(pipeline.Unanswered(all, e));
            }
            catch (Exception e)
            {
                return Outcome.FromException<object>(e);
            }
            finally
            {
                wait.End();
            }
        }
    }
}
