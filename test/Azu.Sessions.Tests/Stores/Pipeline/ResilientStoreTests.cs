namespace Azu.Sessions.Tests;

/// <summary>Deadlines, repetitions, the circuit breaker. Real time, in milliseconds: the deadlines are the subject.</summary>
public sealed class ResilientStoreTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_does_not_answer_is_given_up_at_the_deadline()
    {
        var stalled = new StalledStore();
        var store = New(stalled, r => (r.AttemptTimeout, r.Retry.MaxAttempts) = (s_short, 1));
        var failure = await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await store.FindAsync(SessionId.New(), Token));
        Assert.Contains("00:00:00.05", failure.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(2), failure.RetryAfter);
    }

    [Fact]
    public async Task All_attempts_together_have_a_deadline_that_counts_for_the_breaker()
    {
        var stalled = new StalledStore();
        var store = New(stalled, r => (r.AttemptTimeout, r.TotalTimeout, r.CircuitBreaker.FailureThreshold) = (TimeSpan.FromSeconds(30), s_short, 2));
        for (var i = 0; i < 2; i++) await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await store.FindAsync(SessionId.New(), Token));
        var calls = stalled.Calls;
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await store.FindAsync(SessionId.New(), Token));
        Assert.Equal(calls, stalled.Calls);
    }

    [Fact]
    public async Task The_failure_of_an_abandoned_call_is_observed()
    {
        // An exception that nobody observed shows when its task is collected; it carries this mark.
        var mark = $"abandoned {SessionId.New()}";
        var unobserved = 0;
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            if (e.Exception.ToString().Contains(mark, StringComparison.Ordinal)) Interlocked.Increment(ref unobserved);
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await AbandonAsync(mark);
            for (var i = 0; i < 5; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.Equal(0, unobserved);
    }

    [Fact]
    public async Task An_answer_at_the_moment_of_the_deadline_is_an_answer_or_a_failure_of_the_store()
    {
        var store = New(new SlowStore(new MemoryStore(new(), TimeProvider.System), TimeSpan.FromMilliseconds(5)), r =>
            (r.AttemptTimeout, r.Retry.MaxAttempts, r.CircuitBreaker.FailureThreshold) = (TimeSpan.FromMilliseconds(5), 1, 100_000));
        for (var i = 0; i < 200; i++)
        {
            var failure = await Record.ExceptionAsync(async () => await store.FindAsync(SessionId.New(), Token));
            Assert.True(failure is null or SessionStoreUnavailableException, failure?.ToString());
        }
    }

    [Theory]
    [InlineData(StoreOperations.Find, 3)]
    [InlineData(StoreOperations.Update, 3)]
    [InlineData(StoreOperations.Touch, 3)]
    [InlineData(StoreOperations.Remove, 3)]
    [InlineData(StoreOperations.Create, 1)]
    public async Task What_may_be_repeated_is_and_a_creation_never(StoreOperations operation, int attempts)
    {
        var (counting, store) = Failing(r => r.Retry.Delay = TimeSpan.Zero);
        var record = Samples.Record();
        await Assert.ThrowsAsync<SessionStoreException>(() => operation switch
        {
            StoreOperations.Find => store.FindAsync(record.Id, Token).AsTask(),
            StoreOperations.Update => store.UpdateAsync(record, 1, Token).AsTask(),
            StoreOperations.Touch => store.TouchAsync(record.Id, record.LastSeenAt, record.ExpiresAt, Token).AsTask(),
            StoreOperations.Remove => store.RemoveAsync(record.Id, Token).AsTask(),
            _ => store.CreateAsync(record, Token).AsTask(),
        });
        Assert.Equal(attempts, counting[operation]);
        Assert.Equal(attempts, counting.Total);
    }

    [Fact]
    public async Task Retry_MaxAttempts_is_how_often_it_is_tried_in_all()
    {
        var (counting, store) = Failing(r => (r.Retry.MaxAttempts, r.Retry.Delay, r.CircuitBreaker.FailureThreshold) = (7, TimeSpan.Zero, 100));
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.FindAsync(SessionId.New(), Token));
        Assert.Equal(7, counting.Total);
    }

    [Fact]
    public async Task The_breaker_opens_after_the_threshold_and_lets_a_probe_through_after_the_break()
    {
        var (counting, failing, store) = Breaking();
        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<SessionStoreException>(async () => await store.FindAsync(SessionId.New(), Token));
        var open = await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await store.FindAsync(SessionId.New(), Token));
        Assert.Equal(TimeSpan.FromMilliseconds(500), open.RetryAfter);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await store.CreateAsync(Samples.Record(), Token));
        Assert.Equal(3, counting.Total);

        failing.Failing = StoreOperations.None;
        var recovered = false;
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!recovered)
        {
            Assert.False(late.IsCancellationRequested, "The breaker never closed.");
            recovered = await Record.ExceptionAsync(async () => await store.FindAsync(SessionId.New(), Token)) is null;
            await Task.Yield();
        }

        // The probe, and what was asked.
        Assert.Equal(5, counting.Total);
    }

    [Fact]
    public async Task What_went_well_before_an_outage_is_forgotten_after_the_sampling_time()
    {
        const int successes = 1000;
        var stalled = new StalledStore();
        var options = new SessionResilienceOptions
        {
            AttemptTimeout = TimeSpan.FromMilliseconds(20),
            Retry = { MaxAttempts = 1 },
            CircuitBreaker = { SamplingDuration = TimeSpan.FromMilliseconds(500) },
        };
        var calls = new StoreCalls(options, stalled);
        var store = new ResilientStore(stalled, calls, Samples.Log);
        for (var i = 0; i < successes; i++) await store.TouchAsync(SessionId.New(), default, default, Token);
        var failures = 0;
        for (; calls.Circuits.Find == SessionCircuitState.Closed; failures++)
        {
            await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await store.FindAsync(SessionId.New(), Token));
        }

        Assert.InRange(failures, 5, successes / 2);
    }

    [Fact]
    public async Task The_store_is_told_when_an_attempt_is_given_up()
    {
        var listening = new ListeningStore();
        var store = New(listening, r => (r.AttemptTimeout, r.Retry.MaxAttempts) = (s_short, 1));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await store.FindAsync(SessionId.New(), Token));
        await listening.Told.WaitAsync(Token);
    }

    [Fact]
    public async Task Only_failures_of_the_store_open_the_breaker()
    {
        var memory = new MemoryStore(new(), TimeProvider.System);
        var store = New(new ThrowingStore(memory), r => (r.Retry.MaxAttempts, r.CircuitBreaker.FailureThreshold) = (1, 2));
        using var hungUp = new CancellationTokenSource();
        await hungUp.CancelAsync();
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.RemoveAsync(SessionId.New(), Token));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.FindAsync(SessionId.New(), hungUp.Token));
            Assert.Equal(UpdateOutcome.Gone, (await store.UpdateAsync(Samples.Record(), 1, Token)).Outcome);
        }

        Assert.Null(await store.FindAsync(SessionId.New(), Token));
    }

    [Fact]
    [Trait("Requirement", "R-51")]
    public async Task Who_hangs_up_is_told_so_and_not_that_the_store_failed()
    {
        var store = New(new StalledStore(), _ => { });
        using var hangingUp = new CancellationTokenSource();
        var call = store.FindAsync(SessionId.New(), hangingUp.Token).AsTask();
        await hangingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private static async Task AbandonAsync(string mark)
    {
        var stalled = new StalledStore();
        var store = New(stalled, r => (r.AttemptTimeout, r.Retry.MaxAttempts) = (s_short, 1));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await store.FindAsync(SessionId.New(), Token));
        stalled.Fail(new SessionStoreException(mark));
    }

    private static ResilientStore New(ISessionStore inner, Action<SessionResilienceOptions> configure)
    {
        var options = new SessionResilienceOptions();
        configure(options);
        return new(inner, new StoreCalls(options, inner), Samples.Log);
    }

    private static (CountingStore Counting, ResilientStore Store) Failing(Action<SessionResilienceOptions> configure)
    {
        var counting = new CountingStore(new FailingStore(new MemoryStore(new(), TimeProvider.System)) { Failing = StoreOperations.All });
        return (counting, New(counting, configure));
    }

    private static (CountingStore Counting, FailingStore Failing, ResilientStore Store) Breaking()
    {
        var failing = new FailingStore(new MemoryStore(new(), TimeProvider.System)) { Failing = StoreOperations.All };
        var counting = new CountingStore(failing);
        return (counting, failing, New(counting, r =>
            (r.Retry.MaxAttempts, r.CircuitBreaker.FailureThreshold, r.CircuitBreaker.BreakDuration) = (1, 3, TimeSpan.FromMilliseconds(500))));
    }

    /// <summary>Does not answer, and cannot be cancelled, as older drivers.</summary>
    private sealed class StalledStore() : ForwardingStore(new MemoryStore(new(), TimeProvider.System))
    {
        private TaskCompletionSource<SessionRecord?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Calls { get; private set; }

        public void Fail(Exception exception)
        {
            _answer.SetException(exception);
            _answer = new();
        }

        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
        {
            Calls++;
            return new(_answer.Task);
        }
    }

    /// <summary>Does not answer, and notes that nobody waits for it any more.</summary>
    private sealed class ListeningStore() : ForwardingStore(new MemoryStore(new(), TimeProvider.System))
    {
        private readonly TaskCompletionSource _told = new();

        public Task Told => _told.Task;

        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
        {
            cancellationToken.Register(_told.SetResult);
            return new(new TaskCompletionSource<SessionRecord?>().Task);
        }
    }

    private sealed class ThrowingStore(ISessionStore inner) : ForwardingStore(inner)
    {
        public override ValueTask<RemoveResult> RemoveAsync(
            SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
                throw new InvalidOperationException("A bug, and no failure of the store.");
    }
}
