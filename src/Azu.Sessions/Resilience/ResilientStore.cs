using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Azu.Sessions;

/// <summary>
/// Gives every call a deadline, repeats what may be repeated, and stops asking a store that is down.
/// <para>
/// An abandoned call may still be carried out. A repeated update recognises itself by its write id; a creation is never repeated here, because
/// a late insert could follow a removal.
/// </para>
/// </summary>
internal sealed class ResilientStore : ISessionStore
{
    private readonly ISessionStore _store;
    private readonly SessionResilienceOptions _options;
    private readonly ResiliencePipeline _repeating;
    private readonly ResiliencePipeline _once;

    public ResilientStore(ISessionStore store, SessionResilienceOptions options)
    {
        (_store, _options) = (store, options);
        var breaker = new CircuitBreakerStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<SessionStoreException>(),
            FailureRatio = 0.5,
            MinimumThroughput = options.CircuitBreaker.FailureThreshold,
            SamplingDuration = options.CircuitBreaker.SamplingDuration,
            BreakDuration = options.CircuitBreaker.BreakDuration,
        };
        // One breaker for both: the store is up or down as a whole.
        _once = new ResiliencePipelineBuilder().AddCircuitBreaker(breaker).Build();
        var repeating = new ResiliencePipelineBuilder();
        if (options.Retry.MaxAttempts > 1) repeating.AddRetry(Repetition(options.Retry));
        _repeating = repeating.AddPipeline(_once).Build();
    }

    public string Name => _store.Name;

    public SessionCapabilities Capabilities => _store.Capabilities;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
        RunAsync(_repeating, id, static (store, id, token) => store.FindAsync(id, token), cancellationToken);

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) =>
        RunAsync(_once, record, static (store, record, token) => store.CreateAsync(record, token), cancellationToken);

    public async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        var attempts = new StrongBox();
        var result = await RunAsync(
            _repeating,
            (record, expectedVersion, attempts),
            static (store, call, token) =>
            {
                call.attempts.Value++;
                return store.UpdateAsync(call.record, call.expectedVersion, token);
            },
            cancellationToken);
        // Versions count writes one by one. If somebody else made the version that this write wanted to make, it was not carried out; but if
        // that version is already history, nobody can say who made it, and doing the change again could do it twice.
        return attempts.Value > 1 && result.IsConflict(out var current) && current.Version > record.Version
            ? throw Unavailable($"Whether session {record.Id} was updated is unknown: the store failed once, and others have written since. Nothing was repeated.", null)
            : result;
    }

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        RunAsync(_repeating, (id, lastSeenAt, expiresAt), static (store, call, token) => store.TouchAsync(call.id, call.lastSeenAt, call.expiresAt, token), cancellationToken);

    public ValueTask<bool> RemoveAsync(SessionId id, CancellationToken cancellationToken = default) =>
        RunAsync(_repeating, id, static (store, id, token) => store.RemoveAsync(id, token), cancellationToken);

    private async ValueTask<T> RunAsync<T, TCall>(
        ResiliencePipeline pipeline, TCall call, Func<ISessionStore, TCall, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        using var total = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        total.CancelAfter(_options.TotalTimeout);
        try
        {
            return await pipeline.ExecuteAsync(
                static (run, token) => run.self.AttemptAsync(run.call, run.ask, run.caller, token), (self: this, call, ask, caller: cancellationToken), total.Token);
        }
        catch (BrokenCircuitException e)
        {
            throw Unavailable("The session store is down; it is not asked until its circuit breaker probes it again.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable($"The session store did not answer within {_options.TotalTimeout}.", e);
        }
    }

    private async ValueTask<T> AttemptAsync<T, TCall>(
        TCall call, Func<ISessionStore, TCall, CancellationToken, ValueTask<T>> ask, CancellationToken caller, CancellationToken cancellationToken)
    {
        var answer = ask(_store, call, cancellationToken);
        if (answer.IsCompletedSuccessfully) return answer.Result;
        // Not every driver can be cancelled: what does not answer in time is left behind, and its failure is observed here.
        var asking = answer.AsTask();
        try
        {
            return await asking.WaitAsync(_options.AttemptTimeout, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (asking.IsCompletedSuccessfully) return asking.Result; // it came at the last moment
            _ = asking.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            // Who hung up says nothing about the store. A store that did not answer in time failed, whichever of the two deadlines it was.
            if (caller.IsCancellationRequested) throw;
            throw Unavailable($"The session store did not answer within {(e is TimeoutException ? _options.AttemptTimeout : _options.TotalTimeout)}.", e);
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

    private SessionStoreUnavailableException Unavailable(string message, Exception? cause) => new(message, _options.CircuitBreaker.BreakDuration, cause);

    private sealed class StrongBox
    {
        public int Value { get; set; }
    }
}
