namespace Azu.Sessions.Tests;

/// <summary>When a copy ends where its life alone keeps the bound.</summary>
[Trait("Requirement", "R-81")]
public sealed class CopyLifeTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_tick = TimeSpan.FromTicks(1);

    private readonly CacheRig _rig = new(ttl: s_bound, isLeased: false);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_needs_no_message_and_ends_with_the_bound()
    {
        var record = await _rig.CopiedAsync();
        _rig.Clock.Advance(s_bound - s_tick);
        Assert.NotNull(_rig.Recall(record.Id));
        _rig.Clock.Advance(s_tick);
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_read_that_took_long_leaves_a_copy_that_is_as_old_as_the_read()
    {
        var record = await _rig.StoredAsync();
        await AssertCountsFromBeforeAsync(() => _rig.Cache.FindAsync(record.Id, Token).AsTask(), record.Id);
    }

    [Fact]
    public async Task A_creation_that_took_long_leaves_such_a_copy()
    {
        var record = SampleRecords.Anonymous(_rig.Clock.GetUtcNow());
        await AssertCountsFromBeforeAsync(() => _rig.Cache.CreateAsync(record, Token).AsTask(), record.Id);
    }

    [Fact]
    public async Task An_update_that_took_long_leaves_such_a_copy()
    {
        var record = await _rig.StoredAsync();
        await AssertCountsFromBeforeAsync(() => _rig.Cache.UpdateAsync(record.Next("{}"), record.Version, Token).AsTask(), record.Id);
    }

    [Fact]
    public async Task A_read_that_took_longer_than_the_bound_leaves_no_copy_that_could_be_used()
    {
        var record = await _rig.StoredAsync();
        _rig.Store.Holds = true;
        var loading = _rig.Cache.FindAsync(record.Id, Token);
        _rig.Clock.Advance(s_bound);
        _rig.Store.Answer();
        Assert.NotNull(await loading);
        Assert.Null(_rig.Recall(record.Id));
    }

    /// <summary>What is repeated behind the cache is one read to it: an answer of the first attempt could be as old as the first attempt.</summary>
    [Fact]
    public async Task A_copy_counts_from_before_the_first_of_several_attempts()
    {
        var record = await _rig.StoredAsync();
        var attempts = 0;
        var repeating = new ResilientStore(_rig.Store, new StoreCalls(new() { Retry = { MaxAttempts = 3 } }, _rig.Store),
            new(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, _rig.Clock));
        var cache = new NearCache(repeating, _rig.Copies, null, s_bound, _rig.Clock);
        _rig.Store.Failing = () =>
        {
            _rig.Clock.Advance(TimeSpan.FromSeconds(0.8));
            return ++attempts < 3;
        };
        Assert.NotNull(await cache.FindAsync(record.Id, Token));
        Assert.Equal(3, attempts);
        Assert.False(cache.TryRecall(record.Id, out _));
    }

    [Fact]
    public async Task A_touch_does_not_renew_a_copy()
    {
        var record = await _rig.CopiedAsync();
        for (var i = 0; i < 4; i++)
        {
            Assert.NotNull(_rig.Recall(record.Id));
            Assert.True(await _rig.Cache.TouchAsync(record.Id, _rig.Clock.GetUtcNow(), record.ExpiresAt, Token));
            _rig.Clock.Advance(s_bound / 4);
        }

        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_machine_that_was_suspended_wakes_without_copies()
    {
        var record = await _rig.CopiedAsync();
        // The monotonic clock has stood still.
        _rig.Clock.SetUtcNow(_rig.Clock.GetUtcNow() + s_bound);
        Assert.Null(_rig.Recall(record.Id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    public async Task A_clock_that_is_set_back_lengthens_no_copy(int seconds)
    {
        var record = await _rig.CopiedAsync();
        _rig.Clock.SetUtcNow(_rig.Clock.GetUtcNow() - TimeSpan.FromSeconds(seconds));
        Assert.Null(_rig.Recall(record.Id));
        _rig.Clock.Advance(s_bound);
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_within_the_life_of_a_copy_lengthens_it_neither()
    {
        var record = await _rig.CopiedAsync();
        _rig.Clock.Advance(s_bound / 2);
        _rig.Clock.SetUtcNow(_rig.Clock.GetUtcNow() - (s_bound / 4));
        Assert.NotNull(_rig.Recall(record.Id));
        _rig.Clock.Advance(s_bound / 2);
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task An_announcement_that_arrives_ends_a_copy_sooner()
    {
        var updated = await _rig.CopiedAsync();
        var removed = await _rig.CopiedAsync();
        await _rig.UpdateElsewhereAsync(updated);
        await _rig.RemoveElsewhereAsync(removed.Id);
        Assert.Null(_rig.Recall(updated.Id));
        Assert.Null(_rig.Recall(removed.Id));
    }

    [Fact]
    public async Task Lost_announcements_change_nothing()
    {
        var record = await _rig.CopiedAsync();
        _rig.Listener.Interrupted();
        _rig.Listener.Receive(_rig.Messages.Echo(1));
        Assert.NotNull(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task While_the_store_is_down_a_copy_is_shown_for_its_own_span_and_by_both_clocks()
    {
        var record = await _rig.CopiedAsync();
        var span = TimeSpan.FromMinutes(1);
        _rig.Clock.Advance(span - s_tick);
        Assert.Null(_rig.Recall(record.Id));
        Assert.True(_rig.Cache.TryRecallStale(record.Id, span, out _));
        _rig.Clock.SetUtcNow(_rig.Clock.GetUtcNow() + s_tick);
        Assert.False(_rig.Cache.TryRecallStale(record.Id, span, out _));
        _rig.Clock.SetUtcNow(_rig.Clock.GetUtcNow() - s_tick);
        Assert.True(_rig.Cache.TryRecallStale(record.Id, span, out _));
        _rig.Clock.Advance(s_tick);
        Assert.False(_rig.Cache.TryRecallStale(record.Id, span, out _));
    }

    private async Task AssertCountsFromBeforeAsync(Func<Task> ask, SessionId id)
    {
        _rig.Store.Holds = true;
        var asking = ask();
        _rig.Clock.Advance(s_bound / 2);
        _rig.Store.Answer();
        await asking;
        Assert.NotNull(_rig.Recall(id));
        _rig.Clock.Advance((s_bound / 2) - s_tick);
        Assert.NotNull(_rig.Recall(id));
        _rig.Clock.Advance(s_tick);
        Assert.Null(_rig.Recall(id));
    }
}
