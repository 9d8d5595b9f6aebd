namespace Azu.Sessions.Tests;

/// <summary>Parallel requests of one session share loads, and none sees less than it would have seen by itself.</summary>
public sealed class CoalescingStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixty_four_loads_of_a_slow_store_take_two()
    {
        var (store, gated, counting, id) = await NewAsync();
        var gate = gated.Close(StoreOperations.Find);
        var first = store.FindAsync(id, Token).AsTask();
        await gate.ArrivalAsync(Token);
        var others = Enumerable.Range(0, 63).Select(_ => store.FindAsync(id, Token).AsTask()).ToList();
        Assert.Equal(1, counting[StoreOperations.Find]);
        gate.Open();
        Assert.All(await Task.WhenAll([first, .. others]), r => Assert.Equal(id, r!.Id));
        Assert.Equal(2, counting[StoreOperations.Find]);
    }

    [Fact]
    public async Task A_request_never_joins_a_load_that_started_before_it_arrived()
    {
        var (store, gated, _, id) = await NewAsync();
        // Each load has already looked, and only its answer is held back.
        var gate = gated.Close(StoreOperations.Find, GatePlace.AfterCall);
        var early = store.FindAsync(id, Token).AsTask();
        await gate.ArrivalAsync(Token);
        var record = (await gated.PeekAsync(id))!;
        await store.UpdateAsync(record with { Version = 2, WriteId = 2 }, 1, Token);
        var late = store.FindAsync(id, Token).AsTask();
        gate.LetOneThrough();
        Assert.Equal(1, (await early)!.Version);
        await gate.ArrivalAsync(Token);
        // The second load has looked by now as well, so who comes here needs a third one.
        await store.RemoveAsync(id, Token);
        var last = store.FindAsync(id, Token).AsTask();
        gate.Open();
        Assert.Equal(2, (await late)!.Version);
        Assert.Null(await last);
    }

    [Fact]
    public async Task Different_sessions_do_not_wait_for_each_other()
    {
        var (store, gated, _, id) = await NewAsync();
        var gate = gated.Close(StoreOperations.Find);
        var one = store.FindAsync(id, Token).AsTask();
        await gate.ArrivalAsync(Token);
        var other = store.FindAsync(SessionId.New(), Token).AsTask();
        await gate.ArrivalAsync(Token);
        gate.Open();
        Assert.NotNull(await one);
        Assert.Null(await other);
    }

    [Fact]
    public async Task An_exception_reaches_all_and_the_next_load_is_a_new_one()
    {
        var failing = new FailingStore(new MemoryStore(new(), TimeProvider.System)) { Failing = StoreOperations.Find };
        var gated = new GatedStore(failing);
        var store = new CoalescingStore(gated);
        var gate = gated.Close(StoreOperations.Find);
        var id = SessionId.New();
        var loads = new List<Task> { store.FindAsync(id, Token).AsTask() };
        await gate.ArrivalAsync(Token);
        for (var i = 0; i < 10; i++) loads.Add(store.FindAsync(id, Token).AsTask());
        gate.Open();
        foreach (var load in loads) await Assert.ThrowsAsync<SessionStoreException>(() => load);
        failing.Failing = StoreOperations.None;
        Assert.Null(await store.FindAsync(id, Token));
    }

    [Fact]
    [Trait("Requirement", "R-51")]
    public async Task Who_hangs_up_does_not_cancel_the_others()
    {
        var (store, gated, _, id) = await NewAsync();
        var gate = gated.Close(StoreOperations.Find);
        using var leaving = new CancellationTokenSource();
        var first = store.FindAsync(id, leaving.Token).AsTask();
        await gate.ArrivalAsync(Token);
        var waiting = store.FindAsync(id, leaving.Token).AsTask();
        var staying = store.FindAsync(id, Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Open();
        Assert.Equal(id, (await staying)!.Id);
    }

    [Fact]
    public async Task Everything_else_is_handed_on()
    {
        var memory = new MemoryStore(new(), TimeProvider.System);
        var store = new CoalescingStore(memory);
        Assert.Equal((memory.Name, memory.Capabilities), (store.Name, store.Capabilities));
        var record = Samples.Record();
        Assert.True(await store.CreateAsync(record, Token));
        Assert.True(await store.TouchAsync(record.Id, record.LastSeenAt.AddMinutes(1), record.ExpiresAt.AddMinutes(1), Token));
        Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(record with { Version = 2, WriteId = 2 }, 1, Token)).Outcome);
        Assert.True(await store.RemoveAsync(record.Id, Token));
        Assert.Null(await store.FindAsync(record.Id, Token));
    }

    private static async Task<(CoalescingStore Store, PeekingGate Gated, CountingStore Counting, SessionId Id)> NewAsync()
    {
        var memory = new MemoryStore(new(), TimeProvider.System);
        var record = Samples.Record();
        await memory.CreateAsync(record, Token);
        var gated = new PeekingGate(memory);
        var counting = new CountingStore(gated.Store);
        return (new(counting), gated, counting, record.Id);
    }

    private sealed class PeekingGate(MemoryStore memory)
    {
        public GatedStore Store { get; } = new(memory);

        public StoreGate Close(StoreOperations operations, GatePlace place = GatePlace.BeforeCall) => Store.Close(operations, place);

        public ValueTask<SessionRecord?> PeekAsync(SessionId id) => memory.FindAsync(id, Token);
    }
}
