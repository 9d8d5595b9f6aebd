using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace Azu.Sessions;

/// <summary>
/// Waits for an answer until a deadline, or until the caller gives up. Some drivers cannot be cancelled, so a late answer is left behind, and its
/// failure is observed. Most answers come in time: then the wait and its timer are used again, and nothing is allocated.
/// </summary>
internal sealed class TimedWait<T> : IValueTaskSource<bool>
{
    private const int Open = 0;
    private const int Answered = 1;
    private const int Left = 2;
    private const int MaxKept = 256;

    private static readonly ConcurrentQueue<TimedWait<T>> s_kept = new();

    private readonly CancellationTokenSource _source = new();
    private readonly Action _onAnswer;
    private CancellationTokenRegistration _ofCaller, _ofEnd;
    private ManualResetValueTaskSourceCore<bool> _isAnswered;
    private ValueTask<T> _answer;
    private int _state;

    private TimedWait() => _onAnswer = OnAnswer;

    /// <summary>Is cancelled when the wait ends without an answer.</summary>
    public CancellationToken Token => _source.Token;

    /// <param name="after">From now; or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="caller">May give up earlier.</param>
    public static TimedWait<T> Begin(TimeSpan after, CancellationToken caller)
    {
        if (!s_kept.TryDequeue(out var wait)) wait = new();
        wait._ofCaller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), wait._source);
        if (after != Timeout.InfiniteTimeSpan) wait._source.CancelAfter(after);
        return wait;
    }

    /// <summary>
    /// True: the answer came, and <see cref="Result"/> gives it. False: it is left behind. What follows runs on the thread that brings the answer.
    /// </summary>
    public ValueTask<bool> IsAnsweredAsync(ValueTask<T> answer)
    {
        _answer = answer;
        var version = _isAnswered.Version;
        _ofEnd = _source.Token.UnsafeRegister(static wait => ((TimedWait<T>)wait!).Leave(), this);
        answer.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_onAnswer);
        return new(this, version);
    }

    /// <summary>The answer that came; read once.</summary>
    /// <exception cref="Exception">What the answer failed with.</exception>
    public T Result() => _answer.Result;

    /// <summary>Call this once, after everything else.</summary>
    public void End()
    {
        // These wait for a callback that is running. Afterwards no thread but that of a late answer has this object.
        _ofCaller.Dispose();
        _ofEnd.Dispose();
        if (_state == Left || !_source.TryReset() || s_kept.Count >= MaxKept)
        {
            _source.Dispose();
            return;
        }

        (_answer, _state) = (default, Open);
        _isAnswered.Reset();
        s_kept.Enqueue(this);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _isAnswered.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _isAnswered.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _isAnswered.OnCompleted(continuation, state, token, flags);

    private void OnAnswer()
    {
        if (Interlocked.CompareExchange(ref _state, Answered, Open) == Open) _isAnswered.SetResult(true);
        else Observe(_answer);
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Left, Open) != Open) return;
        // The thread that cancels does not run what follows: a hang-up cancels many waits.
        _isAnswered.RunContinuationsAsynchronously = true;
        _isAnswered.SetResult(false);
    }

    /// <summary>The caller was told that the store did not answer.</summary>
    private static void Observe(ValueTask<T> late)
    {
        if (late.IsCompletedSuccessfully) _ = late.Result;
        else _ = late.AsTask().Exception;
    }
}
