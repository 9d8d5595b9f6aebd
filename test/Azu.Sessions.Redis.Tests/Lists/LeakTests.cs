using Azu.Sessions.Testing;

namespace Azu.Sessions.Redis.Tests;

/// <summary>However sessions come and go, no list keeps anything of them.</summary>
public sealed class LeakTests
{
    private static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task After_many_sessions_have_come_and_gone_no_key_is_left()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var sessions = Tier.IsSoak ? 1_000_000 : 10_000;
        await Parallel.ForAsync(0, sessions, async (i, _) =>
        {
            var anonymous = SampleRecords.Anonymous(s_now) with { Indexes = [new("tenant", $"{i % 3}")] };
            await store.CreateAsync(anonymous);
            var alice = anonymous.Next() with { Subject = $"user {i % 100}", AbsoluteExpiresAt = s_now.AddHours(8), Indexes = [new("tenant", "moved"), new("role", "editor")] };
            await store.UpdateAsync(alice, 1);
            if (i % 2 == 0) await store.UpdateAsync(alice.Next() with { Subject = "bob", AbsoluteExpiresAt = s_now.AddHours(9) }, 2);
            await store.RemoveAsync(anonymous.Id);
        });
        Assert.Empty(await redis.KeysAsync());
    }

    [Fact]
    public async Task What_a_clear_removes_leaves_no_list_behind()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        for (var i = 0; i < 500; i++) await store.CreateAsync(SampleRecords.SignedIn(s_now, $"user {i % 10}") with { Indexes = [new("tenant", "north")] });
        Assert.Equal(500, await store.ClearAsync());
        Assert.Empty(await redis.KeysAsync());
    }

    [Fact]
    public async Task Refused_writes_leave_nothing_in_lists()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var record = SampleRecords.Anonymous(s_now);
        await store.CreateAsync(record);
        Assert.False(await store.CreateAsync(SampleRecords.SignedIn(s_now, "mallory") with { Id = record.Id }));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => store.UpdateAsync(record.Next() with { Subject = $"user {i}", AbsoluteExpiresAt = s_now.AddHours(8) }, 1).AsTask()));
        Assert.Equal(2, (await redis.KeysAsync()).Count);
        await store.RemoveAsync(record.Id);
        Assert.Empty(await redis.KeysAsync());
    }

    [Fact]
    public async Task A_write_that_recognises_itself_leaves_no_second_entry()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var record = SampleRecords.SignedIn(s_now, "alice");
        await store.CreateAsync(record);
        Assert.True(await store.CreateAsync(record));
        var bob = record.Next() with { Subject = "bob" };
        await store.UpdateAsync(bob, 1);
        Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(bob, 1)).Outcome);
        await store.RemoveAsync(record.Id);
        Assert.Empty(await redis.KeysAsync());
    }

    /// <summary>Nobody ever reads this list, and sessions end in silence: new ones sweep a little each.</summary>
    [Fact]
    public async Task A_list_that_is_only_written_to_does_not_fill_with_the_dead()
    {
        await using var redis = await OwnServer.StartAsync();
        var clock = new ManualTimeProvider();
        var store = redis.Store(clock: clock);
        for (var day = 0; day < 20; day++)
        {
            for (var i = 0; i < 200; i++)
            {
                await store.CreateAsync(SampleRecords.Anonymous(clock.GetUtcNow()) with { AbsoluteExpiresAt = clock.GetUtcNow().AddHours(1), Indexes = [new("tenant", "north")] });
            }
            clock.Advance(TimeSpan.FromDays(1));
        }
        var list = (await redis.KeysAsync()).Single(key => key.Contains("index:", StringComparison.Ordinal));
        Assert.InRange((long)(await redis.Server.AskAsync("ZCARD", list))!, 200, 500);
    }
}
