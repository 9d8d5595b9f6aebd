namespace Azu.Sessions.Conformance.Tests;

public sealed class FaultTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ReferenceStore _inner;

    public FaultTests() => _inner = new ReferenceStore { Clock = _clock };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_answer_belongs_to_a_call_that_was_carried_out()
    {
        var store = new ExecutesThenThrowsStore(_inner, times: 1);
        var record = SampleRecords.Anonymous(_clock.GetUtcNow());
        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await store.CreateAsync(record, Token));
        Assert.Equal(record.Id, failure.SessionId);
        SameRecord.Assert(record, await store.FindAsync(record.Id, Token));
        Assert.True(await store.CreateAsync(record, Token));
        Assert.Equal(1, store.Thrown);
    }

    [Fact]
    public async Task Only_the_chosen_operations_lose_their_answer()
    {
        var store = new ExecutesThenThrowsStore(_inner, StoreOperations.Update);
        var record = SampleRecords.Anonymous(_clock.GetUtcNow());
        Assert.True(await store.CreateAsync(record, Token));
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.UpdateAsync(record.Next(), 1, Token));
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.UpdateAsync(record.Next(), 1, Token));
        Assert.Equal((2, 2), ((int)(await store.FindAsync(record.Id, Token))!.Version, store.Thrown));
    }

    [Fact]
    public async Task A_late_call_is_carried_out_when_it_is_released_and_not_before()
    {
        var store = new LateStore(_inner, StoreOperations.Create);
        var record = SampleRecords.Anonymous(_clock.GetUtcNow());
        using var caller = new CancellationTokenSource();
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.CreateAsync(record, caller.Token));
        await caller.CancelAsync();
        Assert.Equal(1, store.Held);
        Assert.Null(await store.FindAsync(record.Id, Token));
        await store.ReleaseAsync();
        Assert.Equal(0, store.Held);
        SameRecord.Assert(record, await store.FindAsync(record.Id, Token));
    }

    [Fact]
    public async Task A_late_call_can_come_by_the_clock()
    {
        var store = new LateStore(_inner);
        var record = SampleRecords.Anonymous(_clock.GetUtcNow());
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.CreateAsync(record, Token));
        store.Recover();
        var later = store.ReleaseAfterAsync(TimeSpan.FromSeconds(2), _clock, Token);
        Assert.False(await store.RemoveAsync(record.Id, Token));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await later;
        SameRecord.Assert(record, await store.FindAsync(record.Id, Token));
    }

    [Fact]
    public async Task A_gate_before_the_call_puts_a_removal_ahead_of_an_update()
    {
        var store = new GatedStore(_inner);
        var record = SampleRecords.Anonymous(_clock.GetUtcNow());
        await store.CreateAsync(record, Token);
        var gate = store.Close(StoreOperations.Update);
        var updating = store.UpdateAsync(record.Next(), 1, Token);
        await gate.ArrivalAsync(Token);
        Assert.True(await store.RemoveAsync(record.Id, Token));
        gate.Open();
        Assert.Equal(UpdateOutcome.Gone, (await updating).Outcome);
        Assert.Equal(UpdateOutcome.Gone, (await store.UpdateAsync(record.Next(), 1, Token)).Outcome);
    }

    [Fact]
    public async Task A_gate_after_the_call_holds_back_the_answer()
    {
        var store = new GatedStore(_inner);
        var record = SampleRecords.Anonymous(_clock.GetUtcNow());
        await store.CreateAsync(record, Token);
        var gate = store.Close(StoreOperations.Find, GatePlace.AfterCall);
        var finding = store.FindAsync(record.Id, Token).AsTask();
        await gate.ArrivalAsync(Token);
        await store.UpdateAsync(record.Next(), 1, Token);
        Assert.False(finding.IsCompleted);
        gate.Open();
        SameRecord.Assert(record, await finding);
    }

    [Fact]
    public async Task A_gate_can_let_calls_through_one_by_one()
    {
        var store = new GatedStore(_inner);
        var gate = store.Close(StoreOperations.Find);
        Task[] finding = [store.FindAsync(SessionId.New(), Token).AsTask(), store.FindAsync(SessionId.New(), Token).AsTask()];
        await gate.ArrivalAsync(Token);
        await gate.ArrivalAsync(Token);
        Assert.Equal(2, finding.Count(task => !task.IsCompleted));
        gate.LetOneThrough();
        await await Task.WhenAny(finding);
        Assert.Equal(1, finding.Count(task => !task.IsCompleted));
        gate.LetOneThrough();
        await Task.WhenAll(finding);
    }

    [Fact]
    public async Task Who_waits_at_a_gate_can_give_up()
    {
        var store = new GatedStore(_inner);
        var gate = store.Close(StoreOperations.Create);
        using var caller = new CancellationTokenSource();
        var record = SampleRecords.Anonymous(_clock.GetUtcNow());
        var creating = store.CreateAsync(record, caller.Token).AsTask();
        await gate.ArrivalAsync(Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => creating);
        Assert.Null(await store.FindAsync(record.Id, Token));
    }

    [Fact]
    public async Task A_mixed_up_store_answers_with_another_session()
    {
        var store = new MixedUpStore(_inner);
        var alice = SampleRecords.SignedIn(_clock.GetUtcNow(), "alice");
        var bob = SampleRecords.SignedIn(_clock.GetUtcNow(), "bob");
        await store.CreateAsync(alice, Token);
        await store.CreateAsync(bob, Token);
        SameRecord.Assert(alice, await store.FindAsync(alice.Id, Token));
        store.MixUp(alice.Id, bob.Id);
        SameRecord.Assert(bob, await store.FindAsync(alice.Id, Token));
        SameRecord.Assert(bob, await store.FindAsync(bob.Id, Token));
    }

    [Fact]
    public async Task Calls_are_counted_by_operation_also_when_they_fail()
    {
        var failing = new FailingStore(_inner);
        var store = new CountingStore(failing);
        var record = SampleRecords.Anonymous(_clock.GetUtcNow());
        await store.CreateAsync(record, Token);
        await store.FindAsync(record.Id, Token);
        await store.TouchAsync(record.Id, record.LastSeenAt, record.ExpiresAt, Token);
        await store.UpdateAsync(record.Next(), 1, Token);
        failing.Failing = StoreOperations.All;
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.RemoveAsync(record.Id, Token));
        Assert.Equal((1, 4, 5), (store[StoreOperations.Find], store[StoreOperations.Writes], store.Total));
        store.Reset();
        Assert.Equal(0, store.Total);
    }

    [Fact]
    public async Task An_outage_can_be_switched_on_and_off_and_does_nothing_meanwhile()
    {
        var store = new FailingStore(_inner);
        var record = SampleRecords.Anonymous(_clock.GetUtcNow());
        await store.CreateAsync(record, Token);
        store.Failing = StoreOperations.Writes;
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.RemoveAsync(record.Id, Token));
        SameRecord.Assert(record, await store.FindAsync(record.Id, Token));
        store.Failing = StoreOperations.Find;
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.FindAsync(record.Id, Token));
        store.Failing = StoreOperations.None;
        Assert.True(await store.RemoveAsync(record.Id, Token));
    }

    [Fact]
    public async Task Latency_follows_the_given_clock()
    {
        var store = new SlowStore(_inner, TimeSpan.FromMilliseconds(300), _clock, StoreOperations.Find);
        Assert.True(await store.CreateAsync(SampleRecords.Anonymous(_clock.GetUtcNow()), Token));
        var finding = store.FindAsync(SessionId.New(), Token).AsTask();
        _clock.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(finding.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await finding);
    }

    [Fact]
    public void A_wrapper_shows_the_store_behind_it_but_claims_no_lists()
    {
        Assert.Equal((_inner.Name, SessionCapabilities.None), Shown(new CountingStore(_inner)));
        Assert.Equal((_inner.Name, SessionCapabilities.Shared), Shown(new CountingStore(new SharedReference())));
    }

    private static (string Name, SessionCapabilities Capabilities) Shown(ISessionStore store) => (store.Name, store.Capabilities);

    private sealed class SharedReference : ReferenceStore
    {
        public override SessionCapabilities Capabilities => base.Capabilities | SessionCapabilities.Shared;
    }
}
