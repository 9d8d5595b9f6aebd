namespace Azu.Sessions.Tests;

/// <summary>A store whose clock is wrong degrades nodes and stops none.</summary>
public sealed class ClockTests
{
    private const int ClockOff = 28;
    private const int ClockWrong = 29;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(1.9, 0, 0, false)]
    [InlineData(3, 1, 0, false)]
    [InlineData(-3, 1, 0, false)]
    [InlineData(30, 0, 1, true)]
    [InlineData(-30, 0, 1, true)]
    public async Task The_offset_is_told_and_sessions_go_on(double seconds, int warnings, int criticals, bool isWrong)
    {
        await using var app = NewApp(TimeSpan.FromSeconds(seconds), out _);
        await app.Engine.Clock!.CompareAsync(Token);
        Assert.Equal((warnings, criticals, isWrong), (app.Log.Count(ClockOff), app.Log.Count(ClockWrong), app.Engine.Clock.IsWrong));
        var offset = (await app.Manager.GetStatisticsAsync(Token)).ClockOffset!.Value;
        Assert.InRange((offset - TimeSpan.FromSeconds(seconds)).TotalSeconds, -0.3, 0.3);
        var cookie = await app.CreateAsync(new(), "alice");
        Assert.Equal("alice", (await app.LoadAsync(cookie)).Subject);
    }

    [Fact]
    public async Task A_slow_answer_says_nothing_about_the_clock()
    {
        await using var app = NewApp(TimeSpan.FromSeconds(30), out var store);
        store.Slow = () => app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.Engine.Clock!.CompareAsync(Token);
        Assert.Null(app.Engine.Clock.Offset);
        store.Slow = null;
        await app.Engine.Clock.CompareAsync(Token);
        Assert.True(app.Engine.Clock.IsWrong);
    }

    [Fact]
    public async Task It_is_compared_at_the_start_and_each_minute()
    {
        await using var app = NewApp(TimeSpan.Zero, out var store);
        await app.StartAsync();
        await Eventually.HoldsAsync(() => store.Reads == 1);
        await Eventually.HoldsAsync(() =>
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            return store.Reads >= 3;
        });
    }

    [Fact]
    public async Task A_clock_that_cannot_be_read_is_no_trouble()
    {
        await using var app = NewApp(TimeSpan.Zero, out var store);
        store.Slow = () => throw new SessionStoreException("It does not answer.");
        await app.Engine.Clock!.CompareAsync(Token);
        Assert.Null(app.Engine.Clock.Offset);
        Assert.True(app.Engine.Calls!.Circuits.AreClosed);
    }

    private static TestApp<Shop> NewApp(TimeSpan ahead, out ClockStore store)
    {
        var clock = new ManualTimeProvider();
        var made = store = new(new MemoryStore(new(), clock), clock, ahead);
        return new(build: b => b.UseStore(made), clock: clock);
    }

    private sealed class ClockStore(ISessionStore inner, TimeProvider time, TimeSpan ahead) : ForwardingStore(inner), ISessionClock
    {
        private int _reads;

        /// <summary>Runs before each answer.</summary>
        public Action? Slow { get; set; }

        public int Reads => Volatile.Read(ref _reads);

        public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default)
        {
            Slow?.Invoke();
            Interlocked.Increment(ref _reads);
            return new(time.GetUtcNow() + ahead);
        }
    }
}
