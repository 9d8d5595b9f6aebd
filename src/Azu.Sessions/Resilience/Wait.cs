using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Polly;

namespace Azu.Sessions;

/// <summary>
/// Waits for an answer that may never come, until a deadline or until the caller hangs up; then who was asked is told so, if he can be cancelled. What is left behind is observed when it ends after
/// all. Most answers come in time, and then the wait and its timer are used again: on the way of a request nothing is allocated for it.
/// </summary>
internal sealed class Wait<T> : IValueTaskSource<T>
{
    private const int Open = 0;
    private const int Answered = 1;
    private const int Left = 2;
    private const int MostKept = 256;

    private static readonly ConcurrentQueue<Wait<T>> s_kept = new();
    private static int s_count;

    private readonly CancellationTokenSource _end = new();
    private readonly Action _answered;
    private readonly OutcomeSource _outcome;
    private ManualResetValueTaskSourceCore<T> _core;
    private ValueTask<T> _answer;
    private StoreQuestion<T>? _question;
    private CancellationToken _caller;
    private CancellationTokenRegistration _onHangUp;
    private CancellationTokenRegistration _onEnd;
    private int _state;

    private Wait() => (_answered, _outcome) = (OnAnswered, new(this));

    /// <param name="deadline">From now; or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="continuesElsewhere">Whether who waits is kept away from the thread that brings the answer.</param>
    /// <param name="caller">Who may hang up.</param>
    public static Wait<T> Begin(TimeSpan deadline, bool continuesElsewhere, CancellationToken caller)
    {
        if (s_kept.TryDequeue(out var wait)) Interlocked.Decrement(ref s_count);
        else wait = new();
        wait._caller = caller;
        wait._core.RunContinuationsAsynchronously = continuesElsewhere;
        wait._onHangUp = caller.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), wait._end);
        if (deadline != Timeout.InfiniteTimeSpan) wait._end.CancelAfter(deadline);
        return wait;
    }

    /// <summary>Gives the answer of who was asked already; or an <see cref="OperationCanceledException"/> when it is waited for no longer.</summary>
    public ValueTask<T> ForAsync(ValueTask<T> answer)
    {
        if (!answer.IsCompleted) return new(this, Watch(answer));
        End();
        return answer;
    }

    /// <summary>Asks, and gives the outcome.</summary>
    public ValueTask<Outcome<object>> ForAsync(StoreQuestion<T> question)
    {
        ValueTask<T> answer;
        try
        {
            answer = question.AskAsync(_end.Token);
        }
        catch (Exception e)
        {
            End();
            return new(question.OutcomeOf(e));
        }

        _question = question;
        if (!answer.IsCompleted) return new(_outcome, Watch(answer));
        End();
        return new(OutcomeOf(question, answer));
    }

    T IValueTaskSource<T>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            // Who was left still holds it.
            if (_state == Answered) End();
            else _onHangUp.Dispose();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    /// <summary>Ends the wait when the answer comes, or when nobody waits for it any longer.</summary>
    private short Watch(ValueTask<T> answer)
    {
        _answer = answer;
        var version = _core.Version;
        _onEnd = _end.Token.UnsafeRegister(static wait => ((Wait<T>)wait!).Leave(), this);
        answer.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_answered);
        return version;
    }

    private static Outcome<object> OutcomeOf(StoreQuestion<T> question, ValueTask<T> answer)
    {
        try
        {
            return question.OutcomeOf(answer.Result);
        }
        catch (Exception e)
        {
            return question.OutcomeOf(e);
        }
    }

    private void End()
    {
        // These wait for a callback that is running: afterwards nobody holds this object any more.
        _onHangUp.Dispose();
        _onEnd.Dispose();
        // What was cancelled stays so, and is not used again.
        if (!_end.TryReset()) return;
        if (Interlocked.Increment(ref s_count) > MostKept)
        {
            Interlocked.Decrement(ref s_count);
            _end.Dispose();
            return;
        }

        _answer = default;
        _question = null;
        _caller = default;
        _state = Open;
        _core.Reset();
        s_kept.Enqueue(this);
    }

    private void OnAnswered()
    {
        var isAwaited = Interlocked.CompareExchange(ref _state, Answered, Open) == Open;
        T answer;
        try
        {
            answer = _answer.Result;
        }
        catch (Exception e)
        {
            if (isAwaited) _core.SetException(e);
            return;
        }

        if (isAwaited) _core.SetResult(answer);
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Left, Open) != Open) return;
        // Whoever cancels does not run what comes after the wait.
        _core.RunContinuationsAsynchronously = true;
        _core.SetException(new OperationCanceledException(_caller.IsCancellationRequested ? _caller : _end.Token));
    }

    /// <summary>The same wait for who wants the outcome.</summary>
    private sealed class OutcomeSource(Wait<T> wait) : IValueTaskSource<Outcome<object>>
    {
        public Outcome<object> GetResult(short token) => OutcomeOf(wait._question!, new(wait, token));

        public ValueTaskSourceStatus GetStatus(short token) => wait.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            wait.OnCompleted(continuation, state, token, flags);
    }
}
