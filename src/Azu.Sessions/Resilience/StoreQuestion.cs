using System.Diagnostics;
using Polly;

namespace Azu.Sessions;

/// <summary>One call to a store, with all that its attempts need: how to ask, how long to wait, and what an answer is worth.</summary>
internal abstract class StoreQuestion<T>
{
    private StoreDeadlines _deadlines;
    private TimeSpan _retryAfter;
    private TimeSpan _limit;
    private long _started;

    /// <summary>Who asks, and may hang up.</summary>
    public CancellationToken Caller { get; private set; }

    /// <summary>How often it was asked.</summary>
    public int Attempts { get; private set; }

    /// <summary>What is left of the time for all attempts.</summary>
    public TimeSpan Left
    {
        get
        {
            if (_deadlines.Total == Timeout.InfiniteTimeSpan) return Timeout.InfiniteTimeSpan;
            var left = _deadlines.Total - Stopwatch.GetElapsedTime(_started);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Asks the store.</summary>
    public abstract ValueTask<T> AskAsync(CancellationToken cancellationToken);

    /// <summary>What shows that the store failed although it answered; null: nothing.</summary>
    protected virtual SessionStoreException? FailureIn(T answer) => null;

    /// <summary>Why the answer to the last attempt decides nothing, although the store is well; null: it decides.</summary>
    public virtual SessionStoreException? DoubtAbout(T answer) => null;

    /// <summary>The time begins.</summary>
    /// <param name="deadlines">How much there is.</param>
    /// <param name="retryAfter">When a client may try again after a failure.</param>
    /// <param name="caller">Who asks.</param>
    public void Begin(StoreDeadlines deadlines, TimeSpan retryAfter, CancellationToken caller) =>
        (_deadlines, _retryAfter, Caller, _started) = (deadlines, retryAfter, caller, Stopwatch.GetTimestamp());

    /// <summary>An attempt begins; returns how long it may take.</summary>
    public TimeSpan BeginAttempt()
    {
        var left = ++Attempts == 1 ? _deadlines.Total : Left;
        var isTotal = left != Timeout.InfiniteTimeSpan && (_deadlines.Attempt == Timeout.InfiniteTimeSpan || left < _deadlines.Attempt);
        _limit = isTotal ? _deadlines.Total : _deadlines.Attempt;
        return isTotal ? left : _deadlines.Attempt;
    }

    /// <summary>What an answer comes to. (An object: for that Polly needs no conversion.)</summary>
    public Outcome<object> OutcomeOf(T answer) => FailureIn(answer) is { } failure ? Outcome.FromException<object>(failure) : Outcome.FromResult<object>(answer);

    /// <summary>What comes to the same as an answer where there is none. Who hung up says nothing about the store; a store that did not answer in time failed, whichever of the two deadlines it was.</summary>
    public Outcome<object> OutcomeOf(Exception failure) => Outcome.FromException<object>(
        failure is TimeoutException or OperationCanceledException && !Caller.IsCancellationRequested
            ? Unanswered(_limit, failure)
            : failure);

    /// <summary>All attempts took too long together.</summary>
    public SessionStoreUnavailableException TooLate(Exception cause) => Unanswered(_deadlines.Total, cause);

    private SessionStoreUnavailableException Unanswered(TimeSpan time, Exception cause) => new($"The session store did not answer within {time}.", _retryAfter, cause);
}
