using Azu.Sessions.Testing;

namespace Azu.Sessions.Redis.Tests;

/// <summary>Lists and records are changed in several steps: what is left over from a step that never came is repaired, and what is on its way is not.</summary>
public sealed class ListRepairTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Entries_of_sessions_that_ended_in_silence_are_taken_out_by_readers()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store(clock: _clock);
        for (var i = 0; i < 20; i++) await store.CreateAsync(SampleRecords.SignedIn(_clock.GetUtcNow(), "alice") with { ExpiresAt = _clock.GetUtcNow().AddMinutes(5) });
        Assert.Equal(20, await EntriesAsync(redis));
        _clock.Advance(TimeSpan.FromMinutes(30));
        await store.CreateAsync(SampleRecords.SignedIn(_clock.GetUtcNow(), "alice"));
        Assert.Equal(1, await store.CountAsync(SessionQuery.BySubject("alice")));
        Assert.Equal(1, await EntriesAsync(redis));
    }

    [Fact]
    public async Task An_entry_whose_record_is_not_there_yet_is_left_alone()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store(clock: _clock);
        var alice = SampleRecords.SignedIn(_clock.GetUtcNow(), "alice");
        await store.CreateAsync(alice);
        // What a writer has done that stopped between its two steps.
        await RemoveKeyOnlyAsync(redis, alice.Id);
        Assert.Empty((await store.ListAsync(SessionQuery.BySubject("alice"), null)).Records);
        Assert.Equal(1, await EntriesAsync(redis));
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Empty((await store.ListAsync(SessionQuery.BySubject("alice"), null)).Records);
        Assert.Empty(await redis.KeysAsync());
    }

    /// <summary>To sign out everywhere during a deploy must not pass over what the newer nodes have written, and must not forget it for good.</summary>
    [Fact]
    public async Task A_session_that_a_newer_version_has_written_is_missed_by_no_list_and_loses_no_entry()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store(clock: _clock);
        var alice = SampleRecords.SignedIn(_clock.GetUtcNow(), "alice");
        await store.CreateAsync(alice);
        _clock.Advance(TimeSpan.FromMinutes(11));
        await redis.Server.AskAsync("SETRANGE", $"s:{alice.Id}", "0", "\x02");
        await Assert.ThrowsAsync<SessionUnreadableException>(async () => await store.ListAsync(SessionQuery.BySubject("alice"), null));
        await redis.Server.AskAsync("SETRANGE", $"s:{alice.Id}", "0", "\x01");
        SameRecord.Assert(alice, Assert.Single((await store.ListAsync(SessionQuery.BySubject("alice"), null)).Records));
    }

    [Fact]
    public async Task Something_else_in_a_list_is_taken_out_and_disturbs_nobody()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store(clock: _clock);
        var alice = SampleRecords.SignedIn(_clock.GetUtcNow(), "alice");
        await store.CreateAsync(alice);
        await redis.Server.AskAsync("ZADD", await ListAsync(redis), "0", "nonsense", "0", "", "0", new string('\xff', 32));
        SameRecord.Assert(alice, Assert.Single((await store.ListAsync(SessionQuery.BySubject("alice") with { PageSize = 1 }, null)).Records.Concat(
            (await store.ListAsync(SessionQuery.BySubject("alice"), null)).Records).DistinctBy(record => record.Id)));
    }

    /// <summary>Nothing says how long such a session lives, so its entries move on with it.</summary>
    [Fact]
    public async Task A_session_without_an_absolute_end_stays_in_its_lists_for_as_long_as_it_is_used()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store(clock: _clock);
        var record = SampleRecords.Anonymous(_clock.GetUtcNow()) with { Indexes = [new("tenant", "north")] };
        await store.CreateAsync(record);
        for (var hour = 0; hour < 100; hour++)
        {
            _clock.Advance(TimeSpan.FromMinutes(50));
            Assert.True(await store.TouchAsync(record.Id, _clock.GetUtcNow(), _clock.GetUtcNow().AddHours(1)));
            // Others come and go, and sweep a little each.
            await store.CreateAsync(SampleRecords.Anonymous(_clock.GetUtcNow()) with { Indexes = [new("tenant", "north")], ExpiresAt = _clock.GetUtcNow().AddSeconds(1) });
            Assert.Contains((await store.ListAsync(SessionQuery.ByIndex("tenant", "north"), null)).Records, found => found.Id == record.Id);
        }
        Assert.InRange(await EntriesAsync(redis), 1, 60);
        await store.RemoveAsync(record.Id);
    }

    [Fact]
    public async Task A_touch_and_an_update_that_moves_the_session_leave_it_in_its_new_list()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store(clock: _clock);
        for (var round = 0; round < Tier.Races; round++)
        {
            var record = SampleRecords.Anonymous(_clock.GetUtcNow()) with { Indexes = [new("tenant", "north")] };
            await store.CreateAsync(record);
            var later = record.ExpiresAt.AddHours(5);
            await Task.WhenAll(
                store.TouchAsync(record.Id, record.LastSeenAt, later).AsTask(),
                store.UpdateAsync(record.Next() with { Indexes = [new("tenant", "south")] }, 1).AsTask(),
                store.TouchAsync(record.Id, record.LastSeenAt, later.AddHours(5)).AsTask());
            Assert.Equal(0, await store.CountAsync(SessionQuery.ByIndex("tenant", "north")));
            Assert.Equal(1, await store.CountAsync(SessionQuery.ByIndex("tenant", "south")));
            Assert.Equal(1, await EntriesAsync(redis));
            await store.RemoveAsync(record.Id);
        }
    }

    [Fact]
    public async Task Signing_in_again_keeps_the_session_in_its_list_past_the_first_absolute_end()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store(clock: _clock);
        var alice = SampleRecords.SignedIn(_clock.GetUtcNow(), "alice");
        await store.CreateAsync(alice);
        _clock.Advance(TimeSpan.FromMinutes(50));
        var again = alice.Next() with { Generation = 2, ExpiresAt = _clock.GetUtcNow().AddHours(10), AbsoluteExpiresAt = _clock.GetUtcNow().AddHours(20) };
        Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(again, 1)).Outcome);
        _clock.Advance(TimeSpan.FromHours(9));
        await store.CreateAsync(SampleRecords.SignedIn(_clock.GetUtcNow(), "alice"));
        Assert.Equal(2, await store.CountAsync(SessionQuery.BySubject("alice")));
        Assert.Equal(2, await EntriesAsync(redis));
    }

    private static async Task<string> ListAsync(OwnServer redis) => (await redis.KeysAsync()).Single(key => key.Length != 2 + 32);

    private static async Task<long> EntriesAsync(OwnServer redis)
    {
        long entries = 0;
        foreach (var list in (await redis.KeysAsync()).Where(key => key.Length != 2 + 32)) entries += (long)(await redis.Server.AskAsync("ZCARD", list))!;
        return entries;
    }

    private static Task RemoveKeyOnlyAsync(OwnServer redis, SessionId id) => redis.Server.AskAsync("DEL", $"s:{id}");
}
