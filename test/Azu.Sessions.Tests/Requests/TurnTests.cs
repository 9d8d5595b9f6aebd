namespace Azu.Sessions.Tests;

/// <summary>Writers of one session take turns on a node, so one client cannot multiply its requests at the store.</summary>
public sealed class TurnTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(200)]
    [Trait("Requirement", "R-49")]
    public async Task Parallel_writers_cost_the_store_one_update_each(int writers)
    {
        TickingStore? store = null;
        await using var app = new TestApp<Shop>(faults: memory => store = new(memory));
        var (cookie, ticks) = await RaceAsync(app, () => store!, writers);
        Assert.Equal(writers, (await StoredAsync(app, cookie)).Count);
        Assert.InRange(store!.Updates, 1, writers);
        // The loads join; the first update begins beside the second load.
        Assert.InRange(ticks, writers, writers + 1);
    }

    [Fact]
    public async Task Without_turns_the_same_writers_cost_more_than_five_updates_each()
    {
        const int writers = 20;
        var clock = new ManualTimeProvider();
        var memory = new MemoryStore(new(), clock);
        var store = new TickingStore(memory);
        // Each writer is a node of its own, as far as turns go.
        var nodes = new List<TestApp<Shop>>();
        for (var i = 0; i < writers; i++) nodes.Add(new(faults: _ => store, memory: memory, clock: clock));
        using var creating = new CancellationTokenSource();
        var ticking = TickAsync(store, creating.Token);
        var cookie = await nodes[0].CreateAsync(new());
        await creating.CancelAsync();
        await ticking;
        using var racing = new CancellationTokenSource();
        ticking = TickAllAsync(store, racing.Token);
        var refused = 0;
        await Task.WhenAll(nodes.Select(async node =>
        {
            if (await Record.ExceptionAsync(() => node.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1 }))) is { } failure)
            {
                Assert.IsType<SessionConflictException>(failure);
                Interlocked.Increment(ref refused);
            }
        }));
        await racing.CancelAsync();
        await ticking;
        Assert.True(store.Updates > 5 * writers, $"{store.Updates} updates of {writers} writers, {refused} of them refused.");
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task A_sign_out_does_not_queue_behind_writers()
    {
        GatedStore? gates = null;
        await using var app = new TestApp<Shop>(faults: memory => gates = new(memory));
        var cookie = await app.CreateAsync(new(), "alice");
        var gate = gates!.Close(StoreOperations.Update);
        var writing = app.RequestAsync(cookie, s => s.Update(d => d with { Count = 1 }));
        await gate.ArrivalAsync();
        var leaving = await app.LoadAsync(cookie);
        await leaving.SignOutAsync(Token);
        Assert.Equal(0, app.Memory.SessionsHeld);
        gate.Open();
        await Assert.ThrowsAsync<SessionExpiredException>(() => writing);
        Assert.Equal(0, app.Memory.SessionsHeld);
    }

    [Fact]
    public async Task A_writer_that_waits_too_long_writes_without_its_turn_and_loses_nothing()
    {
        GatedStore? gates = null;
        await using var app = new TestApp<Shop>(faults: memory =>
            gates = new(memory), build: b => b.WithResilience(r => r.TotalTimeout = r.AttemptTimeout = TimeSpan.FromMilliseconds(100)));
        var cookie = await app.CreateAsync(new());
        var record = (await app.LoadAsync(cookie)).State.Record!;
        var held = await app.Engine.Turns.TakeAsync(record.Id, Token);
        await app.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1 }));
        Assert.Equal(1, (await app.StoredAsync(record.Id)).Count);
        held.Pass(record);
        // The record that the turn passes on is older than the store's, so the next writer meets one conflict.
        await app.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1 }));
        Assert.Equal(2, (await app.StoredAsync(record.Id)).Count);
    }

    [Fact]
    public async Task A_writer_without_its_turn_that_is_overtaken_is_told_to_come_again()
    {
        await using var app = new TestApp<Shop>(faults: memory =>
            new AlwaysOvertakenStore(memory), build: b => b.WithResilience(r => r.TotalTimeout = r.AttemptTimeout = TimeSpan.FromMilliseconds(100)));
        var cookie = await app.CreateAsync(new());
        var session = await app.LoadAsync(cookie);
        await app.Engine.Turns.TakeAsync(session.Id, Token);
        session.Update(d => d with { Count = d.Count + 1 });
        var refused = await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.CommitAsync());
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_turn_goes_past_a_writer_that_has_given_up()
    {
        var turns = new SessionTurns(TimeSpan.FromMinutes(1));
        var id = SessionId.New();
        var first = await turns.TakeAsync(id, Token);
        using var hangUp = new CancellationTokenSource();
        var second = turns.TakeAsync(id, hangUp.Token).AsTask();
        var third = turns.TakeAsync(id, Token).AsTask();
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        var newest = Samples.Record() with { Version = 7 };
        first.Pass(newest);
        Assert.Same(newest, (await third).NewestOf(newest with { Version = 6 }));
    }

    [Fact]
    public async Task Turns_of_one_session_do_not_hold_up_another()
    {
        var turns = new SessionTurns(TimeSpan.FromMinutes(1));
        await turns.TakeAsync(SessionId.New(), Token);
        Assert.True(turns.TakeAsync(SessionId.New(), Token).IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_before_a_sign_in_of_this_node_never_reaches_the_signed_in_session(bool isRotating)
    {
        GatedStore? gates = null;
        await using var app = new TestApp<Shop>(faults: memory => gates = new(memory));
        var cookie = await app.CreateAsync(new());
        var (slow, signingIn) = (await app.LoadAsync(cookie), await app.LoadAsync(cookie));
        if (isRotating) slow.RotateToken();
        slow.Update(d => d with { Cart = ["planted"] });
        var gate = gates!.Close(StoreOperations.Update);
        var signIn = signingIn.SignInAsync("alice", Token).AsTask();
        await gate.ArrivalAsync();
        var committing = slow.CommitAsync().AsTask();
        gate.Open();
        await signIn;
        await Assert.ThrowsAsync<SessionExpiredException>(() => committing);
        Assert.Empty((await app.StoredAsync(signingIn.Id)).Cart);
    }

    [Fact]
    public async Task The_function_given_to_Update_cannot_use_the_session_itself()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.LoadAsync(await app.CreateAsync(new(), "alice"));
        foreach (var act in (Action[])[() =>
            _ = session.SaveAsync(Token), () => _ = session.SignOutAsync(Token), () => _ = session.SignInAsync("bob", Token), session.RotateToken])
        {
            var refused = Assert.Throws<InvalidOperationException>(() => session.Update(d =>
            {
                act();
                return d;
            }));
            Assert.Contains("Update", refused.Message, StringComparison.Ordinal);
        }

        await session.SaveAsync(Token);
    }

    private static async Task<(string Cookie, int Ticks)> RaceAsync(TestApp<Shop> app, Func<TickingStore> store, int writers)
    {
        using var creating = new CancellationTokenSource();
        var ticking = TickAsync(store(), creating.Token);
        var cookie = await app.CreateAsync(new());
        await creating.CancelAsync();
        await ticking;
        // Each runs to its first wait: all have arrived before the first load ends.
        var requests = Enumerable.Range(0, writers).Select(_ => app.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1 }))).ToList();
        var all = Task.WhenAll(requests);
        var ticks = 0;
        while (!all.IsCompleted)
        {
            // The second tick ends the load of those that came later and the first update.
            var expected = ticks == 1 ? 2 : 1;
            await Eventually.HoldsAsync(() => store().UnderWay >= expected || all.IsCompleted);
            if (all.IsCompleted) break;
            store().Tick();
            ticks++;
        }

        await all;
        return (cookie, ticks);
    }

    private static async Task<Shop> StoredAsync(TestApp<Shop> app, string cookie)
    {
        Assert.Equal(TokenReading.Valid, app.Loader.CookieFormat.Read(cookie, out var token));
        return await app.StoredAsync(token.Id);
    }

    private static async Task TickAsync(TickingStore store, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            store.Tick();
            await Task.Yield();
        }
    }

    /// <summary>Ticks when every node that goes on has a call under way, or none has come for a while.</summary>
    private static async Task TickAllAsync(TickingStore store, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            var (before, looks) = (-1, 0);
            while (looks < 20)
            {
                var now = store.UnderWay;
                looks = now == before ? looks + 1 : 0;
                before = now;
                await Task.Delay(1, CancellationToken.None);
            }

            store.Tick();
        }
    }
}
