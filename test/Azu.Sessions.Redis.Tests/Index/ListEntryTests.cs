using Azu.Sessions.Conformance;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>A list never loses a live session, and what it names beside those disturbs no reader.</summary>
public sealed class ListEntryTests
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    /// <summary>Signing out everywhere during a deploy must reach what newer nodes have written.</summary>
    [Theory]
    [InlineData(Spoiling.Newer)]
    [InlineData(Spoiling.Broken)]
    public async Task Signing_out_everywhere_reaches_a_session_that_cannot_be_read_and_all_others(Spoiling how)
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var sessions = Enumerable.Range(0, 3).Select(_ => SampleRecords.SignedIn(_now, "alice")).ToList();
        foreach (var session in sessions) await store.CreateAsync(session);
        await SetAsync(redis, sessions[1].Id, SpoiltRecord.Of(SessionRecordFormat.Pack(sessions[1]), how));

        Assert.Equal(2, (await store.ListAsync(SessionQuery.BySubject("alice"), null)).Records.Count);
        var ids = (await store.ListIdsAsync(SessionQuery.BySubject("alice"), null)).Ids;
        Assert.Equal(sessions.Select(session => session.Id).Order(), ids.Order());
        foreach (var id in ids) Assert.True((await store.RemoveAsync(id, RemoveCondition.Always, SessionEndReason.Revoked)).IsRemoved);
        Assert.DoesNotContain(await redis.KeysAsync(), key => key.Length == 2 + 32);
    }

    [Fact]
    public async Task A_reader_leaves_the_entry_of_a_session_that_is_about_to_be_written()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var alice = SampleRecords.SignedIn(_now, "alice");
        await store.CreateAsync(alice);
        var value = (byte[])(await redis.Multiplexer.GetDatabase().StringGetAsync($"s:{alice.Id}"))!;
        await redis.Server.AskAsync("DEL", $"s:{alice.Id}");
        Assert.Empty((await store.ListAsync(SessionQuery.BySubject("alice"), null)).Records);
        Assert.Empty((await store.ListIdsAsync(SessionQuery.BySubject("alice"), null)).Ids);
        await SetAsync(redis, alice.Id, value);
        SameRecord.Assert(alice, Assert.Single((await store.ListAsync(SessionQuery.BySubject("alice"), null)).Records));
    }

    [Fact]
    public async Task A_list_that_a_fail_over_lost_is_back_with_the_next_touch()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var alice = SampleRecords.SignedIn(_now, "alice") with { Indexes = [new("tenant", "north"), new("role", "admin")] };
        await store.CreateAsync(alice);
        foreach (var list in (await redis.KeysAsync()).Where(key => key.Length != 2 + 32)) await redis.Server.AskAsync("DEL", list);
        Assert.Empty((await store.ListAsync(SessionQuery.BySubject("alice"), null)).Records);

        // Also a touch that moves nothing.
        Assert.True(await store.TouchAsync(alice.Id, alice.LastSeenAt, alice.ExpiresAt));
        foreach (var query in (SessionQuery[])[SessionQuery.BySubject("alice"), SessionQuery.ByIndex("tenant", "north"), SessionQuery.ByIndex("role", "admin")])
        {
            Assert.Single((await store.ListAsync(query, null)).Records);
        }
    }

    [Fact]
    public async Task Something_else_in_a_list_disturbs_no_reader()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var alice = SampleRecords.SignedIn(_now, "alice");
        await store.CreateAsync(alice);
        var list = (await redis.KeysAsync()).Single(key => key.Length != 2 + 32);
        await redis.Server.AskAsync("ZADD", list, "0", "nonsense", "0", "", "0", new string('\xff', 32), "0", new string('\xff', 16));
        var page = await store.ListAsync(SessionQuery.BySubject("alice") with { PageSize = 1 }, null);
        while (page.Records.Count == 0) page = await store.ListAsync(SessionQuery.BySubject("alice") with { PageSize = 1 }, page.NextCursor);
        SameRecord.Assert(alice, Assert.Single(page.Records));
    }

    [Fact]
    public async Task Signing_in_again_keeps_the_session_in_its_list_past_the_first_absolute_end()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var alice = SampleRecords.SignedIn(_now, "alice");
        await store.CreateAsync(alice);
        var end = _now.AddHours(20);
        Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(alice.Next() with { Generation = 2, AbsoluteExpiresAt = end }, 1)).Outcome);
        // A slower write of before must not lower it.
        await store.CreateAsync(alice);
        var list = (await redis.KeysAsync()).Single(key => key.Length != 2 + 32);
        var entry = Assert.Single(await redis.Multiplexer.GetDatabase().SortedSetRangeByRankWithScoresAsync(list));
        Assert.InRange(entry.Score, end.ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds() + 1);
        Assert.InRange((long)(await redis.Server.AskAsync("PTTL", list))!, (long)TimeSpan.FromHours(20.9).TotalMilliseconds,
            (long)TimeSpan.FromHours(21.1).TotalMilliseconds);
    }

    [Fact]
    public async Task A_session_in_lists_that_never_ends_is_refused_before_anything_is_asked()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var endless = SampleRecords.Anonymous(_now) with { AbsoluteExpiresAt = null, Indexes = [new("tenant", "north")] };
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.CreateAsync(endless));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.UpdateAsync(endless.Next(), 1));
        Assert.Empty(await redis.KeysAsync());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(500)]
    public async Task Thousands_of_sessions_that_end_in_the_same_moment_are_each_met_once(int pageSize)
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var sessions = Enumerable.Range(0, pageSize < 100 ? 300 : 3_000)
            .Select(i => SampleRecords.SignedIn(_now, "alice") with { AbsoluteExpiresAt = _now.AddHours(i % 10 == 0 ? 9 : 8) }).ToList();
        await Task.WhenAll(sessions.Select(session => store.CreateAsync(session).AsTask()));
        var met = new List<SessionId>();
        string? cursor = null;
        do
        {
            var page = await store.ListIdsAsync(SessionQuery.BySubject("alice") with { PageSize = pageSize }, cursor);
            met.AddRange(page.Ids);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(sessions.Select(session => session.Id).Order(), met.Order());
    }

    /// <summary>A node whose clock is ahead takes a session for over that the others admit.</summary>
    [Fact]
    public async Task A_removal_by_a_node_whose_clock_is_ahead_ends_the_session_for_all()
    {
        await using var redis = await OwnServer.StartAsync();
        var (slow, fast) = (redis.Store(clock: new ManualTimeProvider(_now)), redis.Store(clock: new ManualTimeProvider(_now.AddSeconds(30))));
        foreach (var isById in (bool[])[true, false])
        {
            var alice = SampleRecords.SignedIn(_now, "alice") with { ExpiresAt = _now.AddSeconds(5) };
            await slow.CreateAsync(alice);
            Assert.Null(await fast.FindAsync(alice.Id));
            var ids = isById ? [alice.Id] : (await fast.ListIdsAsync(SessionQuery.BySubject("alice"), null)).Ids;
            SameRecord.Assert(alice, (await fast.RemoveAsync(Assert.Single(ids), RemoveCondition.Always, SessionEndReason.Revoked)).Record);
            Assert.Null(await slow.FindAsync(alice.Id));
        }
    }

    private static Task SetAsync(OwnServer redis, SessionId id, byte[] value) => redis.Multiplexer.GetDatabase().StringSetAsync($"s:{id}", value);
}
