namespace Azu.Sessions.Tests;

/// <summary>An attempt ends with the answer, at its deadline or with the caller. An attempt that is used again knows nothing of its earlier uses.</summary>
public sealed class StoreAttemptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_and_a_failure_come_through()
    {
        var answer = new TaskCompletionSource<int>();
        var waiting = AskAsync(Timeout.InfiniteTimeSpan, answer, Token);
        answer.SetResult(7);
        Assert.Equal(7, await waiting);

        var failing = new TaskCompletionSource<int>();
        var failed = AskAsync(TimeSpan.FromMinutes(1), failing, Token);
        failing.SetException(new FormatException("x"));
        await Assert.ThrowsAsync<FormatException>(() => failed);
    }

    [Fact]
    public async Task A_failure_before_the_first_wait_comes_through()
    {
        var outcome = await StoreAttempt<int>.MakeAsync<int>(Times(Timeout.InfiniteTimeSpan), 0, (_, _) => throw new FormatException("x"), Token, Token);
        Assert.IsType<FormatException>(outcome.Exception);
    }

    [Fact]
    public async Task At_the_deadline_the_store_is_told_and_the_wait_is_over()
    {
        CancellationToken told = default;
        var outcome = await StoreAttempt<int>.MakeAsync(
            Times(TimeSpan.FromMilliseconds(20)),
            new TaskCompletionSource<int>(),
            (answer, token) =>
            {
                told = token;
                return new(answer.Task);
            },
            Token,
            Token);
        Assert.Contains("00:00:00.02", Assert.IsType<SessionStoreUnavailableException>(outcome.Exception).Message);
        Assert.True(told.IsCancellationRequested);
    }

    [Fact]
    public async Task A_caller_that_gave_up_before_the_wait_is_let_go_at_once()
    {
        Assert.Null(await AskAsync(Timeout.InfiniteTimeSpan, new(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_late_answer_reaches_no_later_wait()
    {
        for (var i = 0; i < 1_000; i++)
        {
            using var caller = new CancellationTokenSource();
            var late = new TaskCompletionSource<int>();
            var left = AskAsync(Timeout.InfiniteTimeSpan, late, caller.Token);
            await caller.CancelAsync();
            Assert.Null(await left);
            var own = new TaskCompletionSource<int>();
            var waiting = AskAsync(Timeout.InfiniteTimeSpan, own, Token);
            if (i % 2 == 0) late.SetResult(-1);
            else late.SetException(new FormatException("late"));
            Assert.False(waiting.IsCompleted);
            own.SetResult(i);
            Assert.Equal(i, await waiting);
        }
    }

    [Fact]
    public Task Answers_deadlines_and_hang_ups_at_the_same_moment_never_mix() => Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(
        async () =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                var (mine, hasDeadline, hangsUp) = ((worker * 1_000) + i, i % 3 == 0, i % 2 == 0);
                using var caller = new CancellationTokenSource();
                var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                var waiting = AskAsync(hasDeadline ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromMinutes(1), answer, caller.Token);
                var answering = Task.Run(() => answer.SetResult(mine), Token);
                if (hangsUp) await caller.CancelAsync();
                await answering;
                var result = await waiting;
                if (hasDeadline || hangsUp) Assert.True(result is null || result == mine);
                else Assert.Equal(mine, result);
            }
        },
        Token)));

    /// <summary>Null: the answer was left behind.</summary>
    private static async Task<int?> AskAsync(TimeSpan deadline, TaskCompletionSource<int> answer, CancellationToken caller)
    {
        var outcome = await StoreAttempt<int>.MakeAsync(Times(deadline), answer, static (answer, _) => new(answer.Task), caller, caller);
        if (outcome.Exception is SessionStoreUnavailableException or OperationCanceledException) return null;
        outcome.ThrowIfException();
        return (int)outcome.Result!;
    }

    private static StoreCallTimes Times(TimeSpan attempt) => new(attempt, Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(5));
}
