namespace Azu.Sessions.Tests.Resilience;

/// <summary>A wait ends with the answer, at its deadline or when the caller hangs up; and what is used again knows nothing of its earlier uses.</summary>
public sealed class WaitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_is_there_is_given_at_once()
    {
        var waiting = Begin(Timeout.InfiniteTimeSpan, Token).ForAsync(new ValueTask<int>(7));
        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(7, await waiting);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_and_a_failure_come_through(bool continuesElsewhere)
    {
        var answer = new TaskCompletionSource<int>();
        var waiting = Wait<int>.Begin(TimeSpan.FromMinutes(1), continuesElsewhere, Token).ForAsync(new ValueTask<int>(answer.Task)).AsTask();
        answer.SetResult(7);
        Assert.Equal(7, await waiting);

        var failing = new TaskCompletionSource<int>();
        var failed = Wait<int>.Begin(TimeSpan.FromMinutes(1), continuesElsewhere, Token).ForAsync(new ValueTask<int>(failing.Task)).AsTask();
        failing.SetException(new FormatException("x"));
        await Assert.ThrowsAsync<FormatException>(() => failed);
    }

    [Fact]
    public async Task Who_waits_does_not_go_on_where_the_answer_is_brought_if_he_asked_for_that()
    {
        var answer = new TaskCompletionSource<int>();
        var there = new ThreadLocal<bool>();
        var goesOn = GoOnAsync(Wait<int>.Begin(Timeout.InfiniteTimeSpan, continuesElsewhere: true, Token).ForAsync(new ValueTask<int>(answer.Task)));
        there.Value = true;
        answer.SetResult(1);
        there.Value = false;
        Assert.False(await goesOn);

        async Task<bool> GoOnAsync(ValueTask<int> waiting)
        {
            await waiting.ConfigureAwait(false);
            return there.Value;
        }
    }

    [Fact]
    public async Task At_the_deadline_who_was_asked_is_told_and_nobody_waits_for_him()
    {
        var told = new TaskCompletionSource();
        var never = new TaskCompletionSource<int>();
        var waiting = Begin(TimeSpan.FromMilliseconds(20), Token).ForAsync(Question(token =>
        {
            token.Register(told.SetResult);
            return new(never.Task);
        }));
        Assert.IsType<SessionStoreUnavailableException>((await waiting).Exception);
        await told.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Who_hangs_up_is_let_go_at_once_also_when_he_did_before()
    {
        using var hangingUp = new CancellationTokenSource();
        var never = new TaskCompletionSource<int>();
        var waiting = Begin(Timeout.InfiniteTimeSpan, hangingUp.Token).ForAsync(new ValueTask<int>(never.Task)).AsTask();
        await hangingUp.CancelAsync();
        Assert.Equal(hangingUp.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting)).CancellationToken);
        var late = Begin(Timeout.InfiniteTimeSpan, hangingUp.Token).ForAsync(new ValueTask<int>(never.Task)).AsTask();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
    }

    [Fact]
    public async Task Who_throws_instead_of_answering_leaves_no_clock_running()
    {
        CancellationToken given = default;
        var later = Begin(TimeSpan.FromMilliseconds(60), Token).ForAsync(new ValueTask<int>(new TaskCompletionSource<int>().Task)).AsTask();
        var failed = Begin(TimeSpan.FromMilliseconds(20), Token).ForAsync(Question(token =>
        {
            given = token;
            throw new FormatException("x");
        }));
        Assert.IsType<FormatException>((await failed).Exception);
        // When the later deadline has passed, the earlier one would have too.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => later);
        Assert.False(given.IsCancellationRequested);
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_reaches_nobody_else()
    {
        for (var i = 0; i < 20; i++)
        {
            using var hangingUp = new CancellationTokenSource();
            var late = new TaskCompletionSource<int>();
            var left = Begin(Timeout.InfiniteTimeSpan, hangingUp.Token).ForAsync(new ValueTask<int>(late.Task)).AsTask();
            await hangingUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
            var own = new TaskCompletionSource<int>();
            var waiting = Begin(Timeout.InfiniteTimeSpan, Token).ForAsync(new ValueTask<int>(own.Task)).AsTask();
            late.SetResult(-1);
            own.SetResult(i);
            Assert.Equal(i, await waiting);
        }
    }

    [Fact]
    public async Task Under_many_at_once_with_answers_deadlines_and_hang_ups_at_the_same_moment_each_gets_his_own()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(
            async () =>
            {
                for (var i = 0; i < 400; i++)
                {
                    var mine = (worker * 1000) + i;
                    using var hangingUp = new CancellationTokenSource();
                    var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                    var waiting = Begin(i % 3 == 0 ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromMinutes(1), hangingUp.Token).ForAsync(new ValueTask<int>(answer.Task)).AsTask();
                    var answering = Task.Run(() => answer.SetResult(mine), Token);
                    if (i % 2 == 0) await hangingUp.CancelAsync();
                    await answering;
                    var failure = await Record.ExceptionAsync(() => waiting);
                    Assert.True(failure is null || (failure is OperationCanceledException && i % 6 != 1 && i % 6 != 5), failure?.ToString());
                    if (failure is null) Assert.Equal(mine, await waiting);
                }
            },
            Token)));
    }

    private static PlainQuestion<int, Func<CancellationToken, ValueTask<int>>> Question(Func<CancellationToken, ValueTask<int>> ask)
    {
        var question = new PlainQuestion<int, Func<CancellationToken, ValueTask<int>>>(ask, static (ask, token) => ask(token));
        question.Begin(new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), TimeSpan.Zero, Token);
        return question;
    }

    private static Wait<int> Begin(TimeSpan deadline, CancellationToken caller) => Wait<int>.Begin(deadline, continuesElsewhere: true, caller);
}
