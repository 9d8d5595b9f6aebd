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
/// <param name="times">How long it may take.</param>
internal sealed class StoreCallPipeline(ResiliencePipeline circuit, ResiliencePipeline? retry, StoreCallTimes times)
{
    /// <inheritdoc cref="AskAsync{T,TCall}(TCall,Func{TCall,CancellationToken,ValueTask{T}},Action{TCall,T},CancellationToken)"/>
    public ValueTask<T> AskAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        AskAsync(call, ask, null, cancellationToken);

    /// <summary>Asks the store.</summary>
    /// <param name="call">The arguments, so that <paramref name="ask"/> needs no closure.</param>
    /// <param name="ask">Makes one attempt.</param>
    /// <param name="check">Throws where the answer must not be used. That counts for no circuit, and nothing is repeated. Null: every answer is used.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    /// <exception cref="SessionStoreException">The store failed, or was not asked because the circuit is open.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> AskAsync<T, TCall>(
        TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, Action<TCall, T>? check, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // One object, because each layer below copies what it is given.
        var storeCall = new StoreCall<T, TCall>(times, call, ask, cancellationToken);
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

        if (retry is not null && StoreFailures.IsOne(outcome.Exception))
            outcome = await RepeatAsync(retry, outcome, times.Total - Stopwatch.GetElapsedTime(started), storeCall);
        switch (outcome.Exception)
        {
            case null:
                var answer = (T)outcome.Result!;
                check?.Invoke(call, answer);
                return answer;
            case BrokenCircuitException e:
                throw Down(e);
            case OperationCanceledException e when !cancellationToken.IsCancellationRequested:
                throw times.Unanswered(times.Total, e);
            default:
                outcome.ThrowIfException();
                throw new UnreachableException();
        }
    }

    public SessionStoreUnavailableException Down(Exception? cause) => times.Down(cause);

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

    /// <summary>One call.</summary>
    private sealed class StoreCall<T, TCall>(StoreCallTimes times, TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken caller)
    {
        public CancellationToken Caller => caller;

        /// <param name="all">Ends with the time for all attempts.</param>
        public ValueTask<Outcome<object>> AttemptAsync(CancellationToken all) => StoreAttempt<T>.MakeAsync(times, call, ask, caller, all);
    }
}
