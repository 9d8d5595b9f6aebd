using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>However sessions come and go, no list keeps anything of them for longer than until their absolute end.</summary>
public sealed class LeakTests
{
    private static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task After_many_sessions_have_come_and_gone_no_session_and_no_entry_of_its_last_lists_is_left()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var sessions = Tier.IsSoak ? 1_000_000 : 10_000;
        await Parallel.ForAsync(0, sessions, async (i, _) =>
        {
            var anonymous = SampleRecords.Anonymous(s_now) with { AbsoluteExpiresAt = s_now.AddHours(8), Indexes = [new("tenant", $"{i % 3}")] };
            await store.CreateAsync(anonymous);
            var alice = anonymous.Next() with
            {
                Subject = $"user {i % 100}",
                AbsoluteExpiresAt = s_now.AddHours(8),
                Indexes = [new("tenant", "moved"), new("role", "editor")]
            };
            await store.UpdateAsync(alice, 1);
            if (i % 2 == 0) await store.UpdateAsync(alice.Next() with { Subject = "bob", AbsoluteExpiresAt = s_now.AddHours(9) }, 2);
            await store.RemoveAsync(anonymous.Id);
        });
        // What stays are the lists that sessions had moved out of; those are over with the absolute ends.
        Assert.Equal([], await redis.SessionKeysAsync());
        Assert.Equal(0L, await redis.Server.AskAsync("EXISTS", (string)new RedisKeys("s:").Subject("bob")!));
        foreach (var list in await redis.KeysAsync()) Assert.InRange((long)(await redis.Server.AskAsync("PTTL", list))!, 1,
            (long)TimeSpan.FromHours(10.1).TotalMilliseconds);
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
    public async Task Entries_of_refused_writes_are_passed_over_and_end_with_their_time()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var record = SampleRecords.Anonymous(s_now);
        await store.CreateAsync(record);
        Assert.False(await store.CreateAsync(SampleRecords.SignedIn(s_now, "mallory") with { Id = record.Id }));
        await store.UpdateAsync(record.Next() with { Version = 9, Subject = "eve", AbsoluteExpiresAt = s_now.AddHours(8) }, 8);
        Assert.Empty((await store.ListIdsAsync(SessionQuery.BySubject("mallory"), null)).Ids);
        Assert.Empty((await store.ListIdsAsync(SessionQuery.BySubject("eve"), null)).Ids);
        Assert.Equal(2, (await redis.KeysAsync()).Count);
    }

    /// <summary>No reader ever looks at this list, and sessions end in silence: new ones trim what is over by more than the margin.</summary>
    [Fact]
    public async Task A_list_that_is_only_written_to_does_not_fill_with_the_dead()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var list = new RedisKeys("s:").Index(new("tenant", "north"));
        var database = redis.Multiplexer.GetDatabase();
        var over = s_now.AddHours(-2).ToUnixTimeMilliseconds();
        for (var i = 0; i < 250; i++) await database.SortedSetAddAsync(list, SessionId.New().ToString()[..16], over);
        await database.SortedSetAddAsync(list, "within the margin", s_now.AddMinutes(-50).ToUnixTimeMilliseconds());
        for (var i = 0; i < 3; i++) await store.CreateAsync(SampleRecords.Anonymous(s_now) with
        {
            AbsoluteExpiresAt = s_now.AddHours(1),
            Indexes = [new("tenant", "north")]
        });
        Assert.Equal(4, await database.SortedSetLengthAsync(list));
    }
}
