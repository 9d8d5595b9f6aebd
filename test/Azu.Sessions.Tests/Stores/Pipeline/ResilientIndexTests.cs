namespace Azu.Sessions.Tests;

/// <summary>Lists and bulk removals end in time, and are not asked of a store that is down.</summary>
public sealed class ResilientIndexTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_answers_is_what_the_index_says()
    {
        var rig = new Rig();
        for (var i = 0; i < 3; i++) await rig.Memory.CreateAsync(Samples.Record(), Token);
        Assert.Equal(3, await rig.Index.CountAsync(SessionQuery.All, Token));
        Assert.Equal(3, (await rig.Index.ListAsync(SessionQuery.All, null, Token)).Records.Count);
        Assert.Empty((await rig.Index.RemoveExpiredAsync(10, Token)).Records);
        Assert.Equal(3, await rig.Index.ClearAsync(null, cancellationToken: Token));
    }

    [Fact]
    public async Task A_call_that_is_never_answered_ends()
    {
        var rig = new Rig(s_short);
        rig.Lists.Holds = true;
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await rig.Index.ListAsync(SessionQuery.All, null, Token));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await rig.Index.CountAsync(SessionQuery.All, Token));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await rig.Index.RemoveExpiredAsync(1, Token));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await rig.Index.ClearAsync(null, cancellationToken: Token));
    }

    [Fact]
    public async Task Clearing_may_take_as_long_as_it_gets_on()
    {
        var timeout = TimeSpan.FromSeconds(2);
        var rig = new Rig(timeout);
        rig.Lists.Progress = 10;
        rig.Lists.Pause = timeout / 8;
        var told = new List<long>();
        Assert.Equal(10, await rig.Index.ClearAsync(new Told(told), cancellationToken: Token));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), told);
    }

    [Fact]
    public async Task Who_hangs_up_is_told_that()
    {
        var rig = new Rig();
        rig.Lists.Holds = true;
        using var hangUp = new CancellationTokenSource();
        var (counting, clearing) = (rig.Index.CountAsync(SessionQuery.All, hangUp.Token).AsTask(),
            rig.Index.ClearAsync(null, cancellationToken: hangUp.Token).AsTask());
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => counting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => clearing);
        Assert.Equal(SessionCircuitState.Closed, rig.Calls.Circuits.Find);
    }

    [Fact]
    public async Task While_requests_find_the_store_down_lists_are_not_asked_for()
    {
        var rig = new Rig();
        await rig.OpenCircuitAsync();
        var before = rig.Lists.Calls;
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await rig.Index.CountAsync(SessionQuery.All, Token));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await rig.Index.ListAsync(SessionQuery.All, null, Token));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await rig.Index.RemoveExpiredAsync(1, Token));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await rig.Index.ClearAsync(null, cancellationToken: Token));
        Assert.Equal(before, rig.Lists.Calls);
    }

    [Fact]
    public async Task Lists_that_fail_take_no_session_away()
    {
        var rig = new Rig();
        rig.Lists.Fails = true;
        for (var i = 0; i < 100; i++) await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await rig.Index.CountAsync(SessionQuery.All, Token));
        Assert.True(rig.Calls.Circuits.AreClosed);
        Assert.Null(await rig.Store.FindAsync(SessionId.New(), Token));
    }

    [Fact]
    public async Task A_store_that_is_back_is_found_so_by_a_short_question_and_not_by_a_long_one()
    {
        var rig = new Rig();
        await rig.OpenCircuitAsync();
        rig.Path.Failing = StoreOperations.None;
        var finds = rig.Counting[StoreOperations.Find];
        await Eventually.HoldsAsync(() => rig.Answers());
        Assert.True(rig.Counting[StoreOperations.Find] > finds);
        Assert.Equal(SessionCircuitState.Closed, rig.Calls.Circuits.Find);
    }

    [Fact]
    public async Task IndexTimeout_is_the_deadline()
    {
        await using var app = new TestApp<Shop>(faults: memory =>
            memory, build: b => b.WithResilience(r => r.IndexTimeout = s_short).UseStore(new StuckIndex()));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await app.Manager.CountAsync(Token));
    }

    private sealed class Told(List<long> numbers) : IProgress<long>
    {
        public void Report(long value) => numbers.Add(value);
    }

    private sealed class StuckIndex() : ForwardingIndexStore(new MemoryStore(new(), TimeProvider.System))
    {
        public override ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
            new(new TaskCompletionSource<long>().Task);
    }

    private sealed class Rig
    {
        public Rig(TimeSpan? timeout = null)
        {
            Path = new(Memory);
            Counting = new(Path);
            Lists = new(Memory);
            var options = new SessionResilienceOptions
            {
                IndexTimeout = timeout ?? TimeSpan.FromSeconds(30),
                Retry = { MaxAttempts = 1 },
                CircuitBreaker = { FailureThreshold = 5, BreakDuration = TimeSpan.FromMilliseconds(500) }
            };
            Calls = new(options, Counting);
            Store = new(Counting, Calls, Samples.Log);
            Index = new(Lists, Calls, options.IndexTimeout);
        }

        public MemoryStore Memory { get; } = new(new(), TimeProvider.System);

        public FailingStore Path { get; }

        public CountingStore Counting { get; }

        public HeldIndex Lists { get; }

        public StoreCalls Calls { get; }

        public ResilientStore Store { get; }

        public ResilientIndex Index { get; }

        public async Task OpenCircuitAsync()
        {
            Path.Failing = StoreOperations.All;
            for (var i = 0; i < 5; i++) await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await Store.FindAsync(SessionId.New(), Token));
            Assert.Equal(SessionCircuitState.Open, Calls.Circuits.Find);
        }

        public bool Answers()
        {
            try
            {
                return Index.CountAsync(SessionQuery.All, Token).AsTask().GetAwaiter().GetResult() == 0;
            }
            catch (SessionStoreException)
            {
                return false;
            }
        }
    }

    /// <summary>An index that fails, does not answer, or takes its time.</summary>
    private sealed class HeldIndex(ISessionIndex inner) : ISessionIndex
    {
        public bool Holds { get; set; }

        public bool Fails { get; set; }

        public int Calls { get; private set; }

        public int Progress { get; set; }

        public TimeSpan Pause { get; set; }

        public async ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            await EnterAsync();
            return await inner.ListAsync(query, cursor, cancellationToken);
        }

        public async ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            await EnterAsync();
            return await inner.ListIdsAsync(query, cursor, cancellationToken);
        }

        public async ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
        {
            await EnterAsync();
            return await inner.CountAsync(query, cancellationToken);
        }

        public async ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
        {
            await EnterAsync();
            if (Progress == 0) return await inner.ClearAsync(progress, actor, cancellationToken: cancellationToken);
            using var pause = new PeriodicTimer(Pause);
            for (var i = 1; i <= Progress; i++)
            {
                await pause.WaitForNextTickAsync(cancellationToken);
                progress?.Report(i);
            }

            return Progress;
        }

        public async ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
        {
            await EnterAsync();
            return await inner.RemoveExpiredAsync(limit, cancellationToken);
        }

        private Task EnterAsync()
        {
            Calls++;
            if (Fails) throw new SessionStoreException("The list failed.");
            return Holds ? new TaskCompletionSource().Task : Task.CompletedTask;
        }
    }
}
