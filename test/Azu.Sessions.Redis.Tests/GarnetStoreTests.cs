using Azu.Sessions.Conformance;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>What the conformance kit does not look at, and what Garnet does in another way than Redis.</summary>
public sealed class GarnetStoreTests
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_key_lives_as_long_as_its_session()
    {
        var (redis, prefix) = await OneAsync();
        var store = Stores.Of(redis, prefix);
        var record = SampleRecords.Anonymous(_now);
        await store.CreateAsync(record);
        var left = await redis.GetDatabase().KeyTimeToLiveAsync($"{prefix}{record.Id}");
        Assert.InRange(left!.Value, record.ExpiresAt - _now - TimeSpan.FromMinutes(1), record.ExpiresAt - _now + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Scripts_that_Garnet_has_lost_are_sent_again()
    {
        await using var garnet = await GarnetInProcess.StartAsync();
        using var redis = await Patient.ConnectAsync(garnet.Configuration);
        var store = Stores.Of(redis, "s:");
        for (var round = 0; round < 2; round++)
        {
            var record = SampleRecords.SignedIn(_now, "alice");
            await garnet.AskAsync("SCRIPT", "FLUSH");
            Assert.True(await store.CreateAsync(record));
            await garnet.AskAsync("SCRIPT", "FLUSH");
            Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(record.Next("new"), 1)).Outcome);
            await garnet.AskAsync("SCRIPT", "FLUSH");
            Assert.True(await store.RemoveAsync(record.Id));
        }

        Assert.Equal(0L, await garnet.AskAsync("DBSIZE"));
    }

    /// <summary>A read still names it. Redis refuses the write too; in Garnet a script sees nothing there.</summary>
    [Fact]
    public async Task A_key_of_another_type_under_the_prefix_is_overwritten_by_a_session_of_that_id_alone()
    {
        var (redis, prefix) = await OneAsync();
        var store = Stores.Of(redis, prefix);
        var record = SampleRecords.Anonymous(_now);
        var other = SampleRecords.Anonymous(_now);
        await store.CreateAsync(other);
        await redis.GetDatabase().ListRightPushAsync($"{prefix}{record.Id}", "x");
        var thrown = await Assert.ThrowsAsync<SessionStoreException>(async () => await store.FindAsync(record.Id));
        Assert.Contains("WRONGTYPE", thrown.Message, StringComparison.Ordinal);
        Assert.True(await store.CreateAsync(record));
        SameRecord.Assert(record, await store.FindAsync(record.Id));
        SameRecord.Assert(other, await store.FindAsync(other.Id));
    }

    /// <summary>Garnet in its default set-up is a cache: what the page on Redis warns of.</summary>
    [Fact]
    public async Task A_full_Garnet_without_a_storage_tier_drops_sessions_in_silence()
    {
        await using var garnet = await GarnetInProcess.StartAsync(o => (o.LogMemorySize, o.PageSize) = ("1m", "64k"));
        using var redis = await Patient.ConnectAsync(garnet.Configuration);
        var store = Stores.Of(redis, "s:");
        var first = SampleRecords.Anonymous(_now);
        await store.CreateAsync(first);
        for (var batch = 0; batch < 20; batch++)
            await Task.WhenAll(Enumerable.Range(0, 500).Select(async _ => Assert.True(await store.CreateAsync(SampleRecords.Anonymous(_now)))));
        Assert.Null(await store.FindAsync(first.Id));
    }

    private static async Task<(ConnectionMultiplexer Redis, string Prefix)> OneAsync() =>
        ((await TestContext.Current.GetFixture<OneGarnet>())!.Multiplexer, Stores.NewPrefix());
}
