namespace Azu.Sessions.Conformance.Tests;

public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void An_advance_moves_the_time_of_day_and_the_timestamp_alike()
    {
        var (utc, timestamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        _clock.Advance(TimeSpan.FromTicks(12_345_678));
        Assert.Equal(TimeSpan.FromTicks(12_345_678), _clock.GetUtcNow() - utc);
        Assert.Equal(TimeSpan.FromTicks(12_345_678), _clock.GetElapsedTime(timestamp));
    }

    [Fact]
    public void Without_an_advance_time_stands_still() =>
        Assert.Equal((_clock.GetUtcNow(), _clock.GetTimestamp()), (_clock.GetUtcNow(), _clock.GetTimestamp()));

    [Fact]
    public void Setting_the_time_of_day_back_leaves_the_timestamp_and_the_timers_alone()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, s_second, Timeout.InfiniteTimeSpan);
        var timestamp = _clock.GetTimestamp();
        var earlier = _clock.GetUtcNow() - TimeSpan.FromDays(400);
        _clock.SetUtcNow(earlier);
        Assert.Equal((earlier, timestamp, 0), (_clock.GetUtcNow(), _clock.GetTimestamp(), fired));
        _clock.Advance(s_second);
        Assert.Equal((earlier + s_second, 1), (_clock.GetUtcNow(), fired));
    }

    [Fact]
    public void Setting_the_time_of_day_forward_fires_nothing()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, s_second, Timeout.InfiniteTimeSpan);
        _clock.SetUtcNow(_clock.GetUtcNow() + TimeSpan.FromDays(1));
        Assert.Equal(0, fired);
    }

    [Fact]
    public void The_time_of_day_is_kept_as_utc()
    {
        _clock.SetUtcNow(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.FromHours(2)));
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 10, 0, 0, TimeSpan.Zero), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _clock.GetUtcNow().Offset);
    }

    [Fact]
    public void Time_does_not_run_backwards() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromTicks(-1)));

    [Fact]
    public void Timers_fire_in_the_order_in_which_they_are_due_and_see_their_own_moment()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<(string Name, TimeSpan At)>();
        void Note(object? name) => fired.Add(((string)name!, _clock.GetUtcNow() - start));
        using var late = _clock.CreateTimer(Note, "late", 3 * s_second, Timeout.InfiniteTimeSpan);
        using var periodic = _clock.CreateTimer(Note, "periodic", s_second, 2 * s_second);
        using var early = _clock.CreateTimer(Note, "early", s_second, Timeout.InfiniteTimeSpan);
        _clock.Advance(5 * s_second);
        Assert.Equal([("periodic", s_second), ("early", s_second), ("late", 3 * s_second), ("periodic", 3 * s_second), ("periodic", 5 * s_second)], fired);
        Assert.Equal(5 * s_second, _clock.GetUtcNow() - start);
    }

    [Fact]
    public void A_timer_fires_at_its_moment_and_not_before()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, s_second, Timeout.InfiniteTimeSpan);
        _clock.Advance(s_second - TimeSpan.FromTicks(1));
        Assert.Equal(0, fired);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, fired);
        _clock.Advance(10 * s_second);
        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_changed_timer_fires_at_its_new_moment_only()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, s_second, Timeout.InfiniteTimeSpan);
        Assert.True(timer.Change(5 * s_second, Timeout.InfiniteTimeSpan));
        _clock.Advance(4 * s_second);
        Assert.Equal(0, fired);
        _clock.Advance(s_second);
        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_disposed_timer_never_fires_and_cannot_be_armed_again()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(_ => fired++, null, s_second, s_second);
        _clock.Advance(s_second);
        timer.Dispose();
        Assert.False(timer.Change(s_second, s_second));
        _clock.Advance(10 * s_second);
        Assert.Equal((1, 0), (fired, _clock.ArmedTimers));
    }

    [Fact]
    public void A_callback_may_dispose_its_own_periodic_timer()
    {
        var fired = 0;
        ITimer? timer = null;
        timer = _clock.CreateTimer(_ => { fired++; timer!.Dispose(); }, null, s_second, s_second);
        _clock.Advance(10 * s_second);
        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_timer_made_in_a_callback_fires_within_the_same_advance()
    {
        var fired = 0;
        using var first = _clock.CreateTimer(_ =>
            _clock.CreateTimer(_ => fired++, null, s_second, Timeout.InfiniteTimeSpan), null, s_second, Timeout.InfiniteTimeSpan);
        _clock.Advance(2 * s_second);
        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task A_timer_due_at_once_fires_without_an_advance()
    {
        var fired = new TaskCompletionSource();
        await using var timer = _clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await fired.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_delays_and_timeouts_of_the_platform_follow_the_clock()
    {
        var delay = Task.Delay(s_second, _clock, TestContext.Current.CancellationToken);
        using var timeout = new CancellationTokenSource(2 * s_second, _clock);
        Assert.Equal(2, _clock.ArmedTimers);
        _clock.Advance(s_second);
        await delay.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.False(timeout.IsCancellationRequested);
        _clock.Advance(s_second);
        Assert.True(timeout.IsCancellationRequested);
    }

    [Fact]
    public async Task Concurrent_advances_add_up_and_no_firing_is_lost()
    {
        var fired = 0;
        await using var timer = _clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, s_second, s_second);
        var start = _clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++) _clock.Advance(s_second);
        })));
        Assert.Equal((800, 800 * s_second), (fired, _clock.GetElapsedTime(start)));
    }

    [Theory]
    [InlineData(-2, -1)]
    [InlineData(0, -2)]
    [InlineData(uint.MaxValue, -1)]
    public void Times_that_a_real_timer_refuses_are_refused(long dueMilliseconds, long periodMilliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _clock.CreateTimer(static _ => { }, null, TimeSpan.FromMilliseconds(dueMilliseconds), TimeSpan.FromMilliseconds(periodMilliseconds)));
}
