namespace Azu.Sessions.Tests;

/// <summary>Expired sessions are removed in the background, and each end is reported with its reason.</summary>
public sealed class ExpirySweeperTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_end_is_reported_with_its_reason()
    {
        await using var app = new TestApp<Shop>(o =>
            (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(90)), build: b => b.AddEvents<RecordedEvents>());
        using var ended = app.Count("azu.sessions.ended");
        var idle = (await app.Manager.CreateAsync(new(), cancellationToken: Token)).Session.Id;
        var used = await app.CreateAsync(new());
        app.Clock.Advance(TimeSpan.FromMinutes(50));
        var id = (await app.RequestAsync(used, s => s.Touch())).Id;
        app.Clock.Advance(TimeSpan.FromMinutes(41));
        Assert.Equal(2, await app.Manager.RemoveExpiredAsync(Token));
        Assert.Equal(0, await app.Manager.RemoveExpiredAsync(Token));
        Assert.Contains(("OnEnded", idle, SessionEndReason.IdleTimeout), RecordedEvents.Of(app));
        Assert.Contains(("OnEnded", id, SessionEndReason.AbsoluteTimeout), RecordedEvents.Of(app));
        Assert.Equal((2, 0), (ended.Value, app.Memory.SessionsHeld));
    }

    [Fact]
    public async Task More_than_one_batch_is_removed_at_once()
    {
        await using var app = new TestApp<Shop>();
        for (var i = 0; i < 1001; i++) await app.Manager.CreateAsync(new(), cancellationToken: Token);
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1001, await app.Manager.RemoveExpiredAsync(Token));
    }

    [Fact]
    public async Task CleanupInterval_is_how_often_it_sweeps()
    {
        await using var app = new TestApp<Shop>(o => o.CleanupInterval = TimeSpan.FromMinutes(7));
        await app.StartAsync();
        await app.CreateAsync(new());
        await Eventually.HoldsAsync(() => app.Clock.ArmedTimers > 0);
        app.Clock.Advance((TimeSpan.FromMinutes(7) * 0.9) - TimeSpan.FromTicks(1));
        await app.CreateAsync(new());
        Assert.Equal(2, app.Memory.SessionsHeld);
        app.Clock.Advance(TimeSpan.FromHours(2));
        await Eventually.HoldsAsync(() => app.Memory.SessionsHeld == 0);
    }

    [Fact]
    public void Nodes_that_start_together_do_not_sweep_together()
    {
        var interval = TimeSpan.FromMinutes(10);
        var pauses = Enumerable.Range(0, 1_000).Select(_ => SweepPause.Next(interval)).ToList();
        Assert.All(pauses, pause => Assert.InRange(pause, interval * 0.9, interval * 1.1));
        // In each fifth of the span about as many.
        var fifths = pauses.CountBy(pause => Math.Min(4, (int)((pause - (interval * 0.9)) / (interval * 0.04)))).ToList();
        Assert.Equal(5, fifths.Count);
        Assert.All(fifths, fifth => Assert.InRange(fifth.Value, 120, 280));
    }

    [Fact]
    public async Task A_sweep_that_fails_is_not_the_last()
    {
        const int SweepFailed = 10;
        var memory = new MemoryStore(new(), TimeProvider.System);
        var store = new BrokenSweep(memory);
        await using var app = new TestApp<Shop>(o => o.CleanupInterval = TimeSpan.FromMinutes(1), build: b => b.UseStore(store));
        await app.StartAsync();
        for (var sweeps = 1; sweeps <= 3; sweeps++)
        {
            await Eventually.HoldsAsync(() => app.Clock.ArmedTimers > 0);
            app.Clock.Advance(TimeSpan.FromMinutes(1.1));
            var expected = sweeps;
            await Eventually.HoldsAsync(() => app.Log.Count(SweepFailed) >= expected);
        }
    }

    /// <summary>Throws what a store should not throw, too.</summary>
    private sealed class BrokenSweep(MemoryStore memory) : ForwardingIndexStore(memory)
    {
        private int _sweeps;

        public override ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) =>
            ++_sweeps % 2 == 0 ? throw new SessionStoreException("down") : throw new TimeoutException("the driver's own");
    }
}
