using Azu.Sessions.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Redis.Tests;

/// <summary>What stands under a session's key and is none of ours harms that session alone.</summary>
public sealed class ForeignValueTests
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public static TheoryData<string> BrokenValues =>
        ["", "x", "a text that somebody has put there, longer than the header of a packed record, and with nothing of one in it at all"];

    [Theory]
    [MemberData(nameof(BrokenValues))]
    public async Task A_value_that_is_no_session_is_none_and_is_left_for_inspection(string value)
    {
        await using var redis = await OwnServer.StartAsync();
        var log = new LogSink();
        var store = Stores.Of(redis.Multiplexer, "s:", log: log);
        var record = SampleRecords.Anonymous(_now);
        await redis.Server.AskAsync("SET", $"s:{record.Id}", value);

        Assert.Null(await store.FindAsync(record.Id));
        Assert.Contains(log.Lines, line => line.Contains(record.Id.ToString()));
        Assert.Equal(UpdateOutcome.Gone, (await store.UpdateAsync(record.Next(), 1)).Outcome);
        Assert.False(await store.TouchAsync(record.Id, _now, _now.AddHours(1)));
        Assert.False(await store.CreateAsync(record));
        Assert.Empty((await store.ListAsync(SessionQuery.All, null)).Records);
        Assert.Equal(0, await store.CountAsync(SessionQuery.All));
        Assert.Equal(value, (string?)await redis.Server.AskAsync("GET", $"s:{record.Id}"));

        Assert.True(await store.RemoveAsync(record.Id), "A removal must work whatever is there.");
        Assert.Empty(await redis.KeysAsync());
    }

    [Fact]
    public async Task A_record_that_lost_any_bytes_at_its_end_is_no_session_and_no_crash()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var record = SampleRecords.Complete(_now);
        await store.CreateAsync(record);
        var whole = (string)(await redis.Server.AskAsync("GET", $"s:{record.Id}"))!;
        for (var length = 0; length < whole.Length; length++)
        {
            await redis.Server.AskAsync("SET", $"s:{record.Id}", whole[..length]);
            Assert.Null(await store.FindAsync(record.Id));
            // Whatever each of them answers, they answer, and bring nothing to life.
            await store.UpdateAsync(record.Next() with { Version = 99 }, 98);
            await store.TouchAsync(record.Id, _now, _now.AddHours(1));
            Assert.Null(await store.FindAsync(record.Id));
        }
    }

    [Fact]
    public async Task A_value_of_a_newer_version_is_unavailable_and_not_gone()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var record = SampleRecords.Anonymous(_now);
        await store.CreateAsync(record);
        await redis.Multiplexer.GetDatabase().StringSetAsync($"s:{record.Id}", SpoiltRecord.Of(SessionRecordFormat.Pack(record), Spoiling.Newer));
        var thrown = await Assert.ThrowsAsync<SessionUnreadableException>(async () => await store.FindAsync(record.Id));
        Assert.Contains("newer version", thrown.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SessionUnreadableException>(async () =>
            await store.RemoveAsync(record.Id, RemoveCondition.OfGeneration(0), SessionEndReason.SignedOut));
        Assert.Empty(await store.FindEndedAsync([new(record.Id, null)]));
        Assert.True(await store.RemoveAsync(record.Id));
    }

    /// <summary>During a deploy every second session may be one that the old nodes cannot read: Redis is not down because of that.</summary>
    [Fact]
    public async Task Values_of_a_newer_version_take_no_other_session_away()
    {
        await using var redis = await OwnServer.StartAsync();
        await using var app = await App.StartAsync(b => b.UseRedisStore(redis.Multiplexer, r => r.KeyPrefix = "s:"));
        var newer = await app.Sessions.CreateAsync(new Cart());
        var other = await app.Sessions.CreateAsync(new Cart());
        var database = redis.Multiplexer.GetDatabase();
        await database.StringSetAsync($"s:{newer.Session.Id}",
            SpoiltRecord.Of((byte[])(await database.StringGetAsync($"s:{newer.Session.Id}"))!, Spoiling.Newer));
        for (var i = 0; i < 20; i++) await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await app.Sessions.FindAsync(newer.Session.Id));
        Assert.NotNull(await app.Sessions.FindAsync(other.Session.Id));
    }

    [Fact]
    public async Task A_key_of_another_type_is_named_and_left_and_harms_no_other_session()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var record = SampleRecords.SignedIn(_now, "alice");
        var other = SampleRecords.SignedIn(_now, "alice");
        await store.CreateAsync(other);
        await redis.Server.AskAsync("RPUSH", $"s:{record.Id}", "x");

        await RefusedAsync(async () => await store.FindAsync(record.Id));
        await RefusedAsync(async () => await store.CreateAsync(record));
        await RefusedAsync(async () => await store.UpdateAsync(record.Next(), 1));
        await RefusedAsync(async () => await store.TouchAsync(record.Id, _now, _now.AddHours(1)));
        await RefusedAsync(async () => await store.RemoveAsync(record.Id));
        SameRecord.Assert(other, Assert.Single((await store.ListAsync(SessionQuery.All, null)).Records));
        SameRecord.Assert(other, Assert.Single((await store.ListAsync(SessionQuery.BySubject("alice"), null)).Records));
        Assert.Equal(1, await store.CountAsync(SessionQuery.All));
        Assert.Equal(1, await store.ClearAsync());
        Assert.Equal("list", (string?)await redis.Server.AskAsync("TYPE", $"s:{record.Id}"));

        async Task RefusedAsync(Func<Task> act)
        {
            var thrown = await Assert.ThrowsAsync<SessionStoreException>(act);
            Assert.Contains("WRONGTYPE", thrown.Message, StringComparison.Ordinal);
            Assert.Contains("KeyPrefix", thrown.Message, StringComparison.Ordinal);
            Assert.Equal(record.Id, thrown.SessionId);
        }
    }

    [Fact]
    public async Task A_list_key_of_another_type_fails_the_sign_in_and_not_the_session()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var record = SampleRecords.Anonymous(_now);
        await store.CreateAsync(record);
        await redis.Server.AskAsync("SET", (string)new RedisKeys("s:").Subject("alice")!, "x");
        await Assert.ThrowsAsync<SessionStoreException>(async () =>
            await store.UpdateAsync(record.Next() with { Subject = "alice", AbsoluteExpiresAt = _now.AddHours(8) }, 1));
        SameRecord.Assert(record, await store.FindAsync(record.Id));
    }
}
