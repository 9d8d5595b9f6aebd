using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Polly;

namespace Azu.Sessions;

/// <summary>
/// One attempt at a call: waits for the answer until a deadline, or until the caller gives up. Some drivers cannot be cancelled, so a late answer is left
/// behind, and its failure is observed. Most answers come in time: then the attempt and its timer are used again, and nothing is allocated.
/// </summary>
internal sealed class StoreAttempt<T> : IValueTaskSource<Outcome<object>>
{
    private const int Open = 0;
    private const int Answered = 1;
    private const int Left = 2;
    private const int MaxKept = 256;

    private static readonly ConcurrentQueue<StoreAttempt<T>> s_kept = new();

    private readonly CancellationTokenSource _deadline = new();
    private readonly Action _onAnswer;
    private StoreCallTimes _times = null!;
    private CancellationToken _caller, _all;
    private CancellationTokenRegistration _ofAll, _ofEnd;
    private ManualResetValueTaskSourceCore<bool> _end;
    private ValueTask<T> _answer;
    private int _state;

    private StoreAttempt() => _onAnswer = OnAnswer;

    /// <summary>The answer, or why there is none. What follows runs on the thread that brings the answer.</summary>
    /// <param name="times">How long it may take.</param>
    /// <param name="call">The arguments of <paramref name="ask"/>.</param>
    /// <param name="ask">Asks the store. Its token is cancelled when the wait ends without an answer.</param>
    /// <param name="caller">The caller gives up.</param>
    /// <param name="all">The caller gives up, or the time for all attempts is over.</param>
    public static ValueTask<Outcome<object>> MakeAsync<TCall>(
        StoreCallTimes times, TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask, CancellationToken caller, CancellationToken all)
    {
        if (!s_kept.TryDequeue(out var attempt)) attempt = new();
        attempt.Begin(times, caller, all);
        try
        {
            attempt._answer = ask(call, attempt._deadline.Token);
        }
        catch (Exception e)
        {
            attempt._answer = ValueTask.FromException<T>(e);
        }

        return attempt._answer.IsCompleted ? new(attempt.Finish()) : attempt.WaitAsync();
    }

    Outcome<object> IValueTaskSource<Outcome<object>>.GetResult(short token)
    {
        _end.GetResult(token);
        return Finish();
    }

    ValueTaskSourceStatus IValueTaskSource<Outcome<object>>.GetStatus(short token) => _end.GetStatus(token);

    void IValueTaskSource<Outcome<object>>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _end.OnCompleted(continuation, state, token, flags);

    private void Begin(StoreCallTimes times, CancellationToken caller, CancellationToken all)
    {
        (_times, _caller, _all) = (times, caller, all);
        _ofAll = all.UnsafeRegister(static deadline => ((CancellationTokenSource)deadline!).Cancel(), _deadline);
        if (times.Attempt != Timeout.InfiniteTimeSpan) _deadline.CancelAfter(times.Attempt);
    }

    private ValueTask<Outcome<object>> WaitAsync()
    {
        var version = _end.Version;
        _ofEnd = _deadline.Token.UnsafeRegister(static attempt => ((StoreAttempt<T>)attempt!).Leave(), this);
        _answer.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_onAnswer);
        return new(this, version);
    }

    private void OnAnswer()
    {
        if (Interlocked.CompareExchange(ref _state, Answered, Open) == Open) _end.SetResult(true);
        else Observe(_answer);
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Left, Open) != Open) return;
        // The thread that cancels does not run what follows: a hang-up cancels many waits.
        _end.RunContinuationsAsynchronously = true;
        _end.SetResult(false);
    }

    private Outcome<object> Finish()
    {
        var outcome = _state == Left ? Outcome.FromException<object>(Unanswered()) : TakeAnswer();
        // These wait for a callback that is running. Afterwards no thread but that of a late answer has this object.
        _ofAll.Dispose();
        _ofEnd.Dispose();
        if (_state == Left || !_deadline.TryReset() || s_kept.Count >= MaxKept)
        {
            _deadline.Dispose();
            return outcome;
        }

        (_answer, _caller, _all, _ofAll, _ofEnd, _state) = (default, default, default, default, default, Open);
        _end.Reset();
        s_kept.Enqueue(this);
        return outcome;
    }

    private Outcome<object> TakeAnswer()
    {
        try
        {
            return Outcome.FromResult<object>(_answer.Result!);
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !_caller.IsCancellationRequested))
        {
            return Outcome.FromException<object>(_times.Unanswered(_all, e));
        }
        catch (Exception e)
        {
            return Outcome.FromException<object>(e);
        }
    }

    private Exception Unanswered() => _caller.IsCancellationRequested ? new OperationCanceledException(_caller) : _times.Unanswered(_all, null);

    /// <summary>The caller was told that the store did not answer.</summary>
    private static void Observe(ValueTask<T> late)
    {
        if (late.IsCompletedSuccessfully) _ = late.Result;
        else _ = late.AsTask().Exception;
    }
}
