using Polly;
using Polly.Retry;

namespace Azu.Sessions;

/// <summary>
/// How one store is asked. Three circuits keep its failures apart: a store that is full still reads and removes. While reads fail nothing is asked,
/// because then the store is down as a whole.
/// </summary>
internal sealed class StoreCalls
{
    /// <summary>How long a request waits to learn that the store is back: as long as a store that is well takes to answer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private readonly ISessionStore _store;
    private readonly StoreCircuit _find, _write, _remove;
    private readonly StoreCallPipeline _finding, _updating, _creating, _removing, _asking, _probing;
    private readonly TimeSpan _retryAfter;
    private int _isProbing;

    /// <param name="options">The deadlines, and when to stop asking.</param>
    /// <param name="store">What is asked whether it is back; without wrappers.</param>
    public StoreCalls(SessionResilienceOptions options, ISessionStore store)
    {
        (_store, _retryAfter) = (store, options.CircuitBreaker.BreakDuration);
        (_find, _write) = (StoreCircuit.OfRatio(options.CircuitBreaker), StoreCircuit.OfRatio(options.CircuitBreaker));
        _remove = StoreCircuit.OfTwoInARow(options.CircuitBreaker, options.Retry.MaxAttempts);
        _finding = Repeating(options, _find);
        _updating = Repeating(options, _write);
        _creating = Once(options, options.AttemptTimeout, _write);
        _removing = Repeating(options, _remove);
        _asking = Repeating(options, null);
        _probing = Once(options, options.AttemptTimeout, _find);
        Background = Once(options, options.AttemptTimeout, null);
        Listing = Once(options, options.IndexTimeout, null);
        Unbounded = Once(options, Timeout.InfiniteTimeSpan, null);
    }

    /// <summary>The state of each circuit.</summary>
    public SessionCircuits Circuits => new(_find.State, _write.State, _remove.State);

    /// <summary>One attempt in the background, whatever the circuits say: it finds out by itself whether the store is back.</summary>
    public StoreCallPipeline Background { get; }

    /// <summary>One attempt that may take as long as a page of a list.</summary>
    public StoreCallPipeline Listing { get; }

    /// <summary>One attempt that the caller ends.</summary>
    public StoreCallPipeline Unbounded { get; }

    /// <summary>Reads one session; repeated.</summary>
    /// <exception cref="SessionStoreException">The store failed, or was not asked because it is down. So for every method here.</exception>
    public ValueTask<T> FindAsync<T, TCall>(
        TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, Action<TCall, T> check, CancellationToken cancellationToken) =>
        AskAsync(_finding, call, ask, check, cancellationToken);

    /// <summary>Changes or touches a session; repeated.</summary>
    public ValueTask<T> UpdateAsync<T, TCall>(
        TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, Action<TCall, T>? check, CancellationToken cancellationToken) =>
        AskAsync(_updating, call, ask, check, cancellationToken);

    /// <summary>Creates a session; never repeated, because a late insert could follow a removal.</summary>
    public ValueTask<T> CreateAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        AskAsync(_creating, call, ask, null, cancellationToken);

    /// <summary>Removes a session; repeated.</summary>
    public ValueTask<T> RemoveAsync<T, TCall>(
        TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, Action<TCall, T> check, CancellationToken cancellationToken) =>
        AskAsync(_removing, call, ask, check, cancellationToken);

    /// <summary>Asks what counts for no circuit; repeated.</summary>
    public ValueTask<T> AskAsync<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        AskAsync(_asking, call, ask, null, cancellationToken);

    /// <summary>Asks through a pipeline, unless the store is down.</summary>
    public ValueTask<T> AskAsync<T, TCall>(StoreCallPipeline pipeline, TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask,
        CancellationToken cancellationToken) => AskAsync(pipeline, call, ask, null, cancellationToken);

    /// <summary>Makes one attempt at a question to the bare store, which counts for no circuit.</summary>
    public ValueTask<T> AskOnceAsync<T>(Func<ISessionStore, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        Background.AskAsync(_store, ask, cancellationToken);

    public SessionStoreUnavailableException Unavailable(string message, Exception? cause = null) => new(message, _retryAfter, cause);

    private ValueTask<T> AskAsync<T, TCall>(StoreCallPipeline pipeline, TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask,
        Action<TCall, T>? check, CancellationToken cancellationToken) =>
        _find.IsClosed ? pipeline.AskAsync(call, ask, check, cancellationToken) : OnceUpAsync(pipeline, call, ask, check, cancellationToken);

    private async ValueTask<T> OnceUpAsync<T, TCall>(StoreCallPipeline pipeline, TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask,
        Action<TCall, T>? check, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await IsUpAgainAsync(cancellationToken) ? await pipeline.AskAsync(call, ask, check, cancellationToken) : throw pipeline.Down(null);
    }

    /// <summary>
    /// One caller at a time has the store asked whether it is back. A silent store takes a whole deadline to fail, so the probe is a call of its own and
    /// goes on without the caller.
    /// </summary>
    private async ValueTask<bool> IsUpAgainAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _isProbing, 1, 0) != 0) return false;
        await ProbeAsync().WaitAsync(s_patience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return _find.IsClosed;
    }

    private async Task ProbeAsync()
    {
        try
        {
            await _probing.AskAsync(_store, StoreProbe.AskAsync, CancellationToken.None);
        }
        catch (SessionStoreException)
        {
            // The circuit has counted it.
        }
        finally
        {
            Volatile.Write(ref _isProbing, 0);
        }
    }

    private static StoreCallPipeline Repeating(SessionResilienceOptions options, StoreCircuit? circuit) =>
        new(circuit?.Pipeline ?? ResiliencePipeline.Empty, RetryOf(options.Retry),
            new(Shorter(options.AttemptTimeout, options.TotalTimeout), options.TotalTimeout, options.CircuitBreaker.BreakDuration));

    private static StoreCallPipeline Once(SessionResilienceOptions options, TimeSpan deadline, StoreCircuit? circuit) =>
        new(circuit?.Pipeline ?? ResiliencePipeline.Empty, null, new(deadline, deadline, options.CircuitBreaker.BreakDuration));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static ResiliencePipeline? RetryOf(SessionRetryOptions retry) => retry.MaxAttempts == 1
        ? null
        : new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = StoreFailures.Count,
            MaxRetryAttempts = retry.MaxAttempts - 1,
            Delay = retry.Delay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        }).Build();
}
