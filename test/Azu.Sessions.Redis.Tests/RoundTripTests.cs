using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>What one operation costs, by Redis' own count. A script counts itself and what it calls; only itself crosses the network.</summary>
public sealed class RoundTripTests
{
    private static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_read_is_one_command()
    {
        await using var redis = await OwnServer.StartAsync();
        var (store, record) = await WarmAsync(redis, SampleRecords.Anonymous(s_now));
        Assert.Equal([("get", 1L)], await SentAsync(redis, async () => await store.FindAsync(record.Id)));
    }

    [Fact]
    public async Task A_read_of_nothing_is_one_command()
    {
        await using var redis = await OwnServer.StartAsync();
        var (store, _) = await WarmAsync(redis, SampleRecords.Anonymous(s_now));
        Assert.Equal([("get", 1L)], await SentAsync(redis, async () => await store.FindAsync(SessionId.New())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("alice")]
    public async Task An_update_is_one_script_also_of_a_session_that_is_in_lists(string? subject)
    {
        await using var redis = await OwnServer.StartAsync();
        var (store, record) = await WarmAsync(redis, subject is null
            ? SampleRecords.Anonymous(s_now)
            : SampleRecords.SignedIn(s_now, subject) with { Indexes = [new("tenant", "north")] });
        Assert.Equal([("evalsha", 1L)], await SentAsync(redis, async () => await store.UpdateAsync(record.Next("new"), record.Version)));
    }

    [Fact]
    public async Task A_conflict_brings_the_current_record_in_the_same_step()
    {
        await using var redis = await OwnServer.StartAsync();
        var (store, record) = await WarmAsync(redis, SampleRecords.Anonymous(s_now));
        await store.UpdateAsync(record.Next(), record.Version);
        Assert.Equal([("evalsha", 1L)],
            await SentAsync(redis, async () => Assert.True((await store.UpdateAsync(record.Next(), record.Version)).IsConflict(out _))));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("alice", 2)]
    public async Task A_touch_is_one_script_and_one_more_for_each_list(string? subject, long scripts)
    {
        await using var redis = await OwnServer.StartAsync();
        var (store, record) = await WarmAsync(redis, subject is null ? SampleRecords.Anonymous(s_now) : SampleRecords.SignedIn(s_now, subject));
        Assert.Equal([("evalsha", scripts)],
            await SentAsync(redis, async () => await store.TouchAsync(record.Id, record.LastSeenAt.AddMinutes(1), record.ExpiresAt.AddMinutes(1))));
    }

    [Fact]
    public async Task A_creation_and_a_removal_of_an_anonymous_session_are_one_script_each()
    {
        await using var redis = await OwnServer.StartAsync();
        var (store, record) = await WarmAsync(redis, SampleRecords.Anonymous(s_now));
        Assert.Equal([("evalsha", 1L)], await SentAsync(redis, async () => await store.RemoveAsync(record.Id)));
        Assert.Equal([("evalsha", 1L)], await SentAsync(redis, async () => await store.CreateAsync(SampleRecords.Anonymous(s_now))));
    }

    [Fact]
    public async Task Signing_in_asks_enters_writes_and_leaves_nothing_behind()
    {
        await using var redis = await OwnServer.StartAsync();
        var (store, record) = await WarmAsync(redis, SampleRecords.Anonymous(s_now));
        var signedIn = SampleRecords.SignedIn(s_now, "alice") with { Id = record.Id, Version = 2 };
        Assert.Equal([("evalsha", 3L)], await SentAsync(redis, async () => await store.UpdateAsync(signedIn, 1)));
        Assert.Equal(2, (await redis.KeysAsync()).Count);
    }

    // Every script is known to the server before something is counted.
    private static async Task<(RedisStore Store, SessionRecord Record)> WarmAsync(OwnServer redis, SessionRecord record)
    {
        var store = redis.Store();
        var other = SampleRecords.SignedIn(s_now, "warm");
        await store.CreateAsync(other);
        await store.UpdateAsync(other.Next(), 1);
        await store.TouchAsync(other.Id, s_now.AddMinutes(1), s_now.AddMinutes(61));
        await store.RemoveAsync(other.Id);
        await store.CreateAsync(record);
        return (store, record);
    }

    private static async Task<IEnumerable<(string, long)>> SentAsync(OwnServer redis, Func<Task> act)
    {
        await redis.Server.AskAsync("CONFIG", "RESETSTAT");
        await act();
        var all = await redis.Server.CommandsAsync();
        // What scripts call: counted by Redis, never sent. The rest is the test's own, and the client's heartbeat.
        string[] inner = all.ContainsKey("evalsha")
            ? ["get", "set", "del", "zadd", "zrem", "zscore", "zcount", "zrange", "zremrangebyrank", "time", "pexpireat"]
            : [];
        return all.Where(c => !inner.Contains(c.Key) && c.Key is not ("config|resetstat" or "info" or "ping" or "config|get")).Select(c => (c.Key, c.Value));
    }
}
