namespace Azu.Sessions.Tests;

/// <summary>A store that fails at one thing does the others: its circuits are apart.</summary>
[Trait("Requirement", "R-96")]
public sealed class CircuitTests
{
    private readonly FailingStore _failing = new(new MemoryStore(new(), TimeProvider.System));
    private readonly CountingStore _counting;
    private readonly StoreCalls _calls;
    private readonly ResilientStore _store;

    public CircuitTests()
    {
        _counting = new(_failing);
        _calls = new(new() { Retry = { Delay = TimeSpan.Zero }, CircuitBreaker = { BreakDuration = TimeSpan.FromMilliseconds(500) } }, _counting);
        _store = new(_counting, _calls, Samples.Log);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_takes_no_writes_still_reads_and_removes()
    {
        var record = Samples.Record();
        await _store.CreateAsync(record, Token);
        _failing.Failing = StoreOperations.Create | StoreOperations.Update | StoreOperations.Touch;
        for (var i = 0; i < 100; i++)
        {
            await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await _store.CreateAsync(Samples.Record(), Token));
            Assert.NotNull(await _store.FindAsync(record.Id, Token));
        }

        Assert.Equal(new SessionCircuits(SessionCircuitState.Closed, SessionCircuitState.Open, SessionCircuitState.Closed), _calls.Circuits);
        Assert.True(await _store.RemoveAsync(record.Id, Token));
    }

    [Fact]
    public async Task A_removal_is_refused_at_once_after_two_that_failed_in_a_row()
    {
        _failing.Failing = StoreOperations.Remove;
        await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await _store.RemoveAsync(SessionId.New(), Token));
        Assert.Equal(SessionCircuitState.Closed, _calls.Circuits.Remove);
        await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await _store.RemoveAsync(SessionId.New(), Token));
        Assert.Equal(SessionCircuitState.Open, _calls.Circuits.Remove);
        _counting.Reset();
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await _store.RemoveAsync(SessionId.New(), Token));
        Assert.Equal(0, _counting.Total);
        Assert.Null(await _store.FindAsync(SessionId.New(), Token));
    }

    [Fact]
    public async Task One_removal_that_fails_between_others_opens_nothing()
    {
        for (var i = 0; i < 20; i++)
        {
            _failing.Failing = StoreOperations.Remove;
            await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await _store.RemoveAsync(SessionId.New(), Token));
            _failing.Failing = StoreOperations.None;
            await _store.RemoveAsync(SessionId.New(), Token);
        }

        Assert.True(_calls.Circuits.AreClosed);
    }

    [Fact]
    public async Task While_reads_fail_nothing_else_is_asked()
    {
        _failing.Failing = StoreOperations.Find;
        for (var i = 0; i < 5; i++) await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await _store.FindAsync(SessionId.New(), Token));
        Assert.Equal(SessionCircuitState.Open, _calls.Circuits.Find);
        _counting.Reset();
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await _store.CreateAsync(Samples.Record(), Token));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await _store.RemoveAsync(SessionId.New(), Token));
        Assert.Equal(0, _counting[StoreOperations.Writes]);
    }

    [Fact]
    public async Task One_real_write_finds_out_that_writes_work_again()
    {
        _failing.Failing = StoreOperations.Create;
        for (var i = 0; i < 10; i++) await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await _store.CreateAsync(Samples.Record(), Token));
        Assert.Equal(SessionCircuitState.Open, _calls.Circuits.Write);
        _failing.Failing = StoreOperations.None;
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await Record.ExceptionAsync(async () => await _store.CreateAsync(Samples.Record(), Token)) is not null) await Task.Delay(10, late.Token);
        Assert.True(_calls.Circuits.AreClosed);
    }

    [Fact]
    [Trait("Requirement", "R-50")]
    public async Task One_spoilt_record_that_is_asked_for_all_the_time_takes_no_session_away()
    {
        var mixedUp = new MixedUpStore(new MemoryStore(new(), TimeProvider.System));
        var calls = new StoreCalls(new(), mixedUp);
        var store = new ResilientStore(mixedUp, calls, Samples.Log);
        var (alice, bob) = (Samples.Record(), Samples.Record());
        await store.CreateAsync(alice, Token);
        await store.CreateAsync(bob, Token);
        mixedUp.MixUp(bob.Id, alice.Id);
        for (var i = 0; i < 200; i++)
        {
            await Assert.ThrowsAsync<SessionStoreException>(async () => await store.FindAsync(bob.Id, Token));
            Assert.Equal(alice.Id, (await store.FindAsync(alice.Id, Token))!.Id);
        }

        Assert.True(calls.Circuits.AreClosed);
    }
}
