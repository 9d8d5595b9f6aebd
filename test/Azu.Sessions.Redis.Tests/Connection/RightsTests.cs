using Azu.Sessions.Conformance;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>A Redis user with the rights that docs/stores/redis.md names can do everything, and needs no other.</summary>
public sealed class RightsTests
{
    [Theory]
    [InlineData("resp2")]
    [InlineData("resp3")]
    public async Task A_user_with_the_documented_rights_can_do_all_that_a_store_does(string protocol)
    {
        await using var redis = await RedisServer.StartAsync();
        await Rights.GrantAsync(redis, "every store", "the client itself");
        using var multiplexer = await ConnectAsync(redis, protocol);
        await UseAsync(Stores.Of(multiplexer, "azu:session:"), redis);
    }

    [Fact]
    public async Task With_the_right_to_wait_a_removal_can_wait_for_replicas()
    {
        await using var redis = await RedisReplication.StartAsync(hasSentinel: false);
        await Rights.GrantAsync(redis.Primary, "every store", "the client itself", "`WaitForReplicas`");
        using var multiplexer = await ConnectAsync(redis.Primary, "resp3");
        var store = Stores.Of(multiplexer, "azu:session:", configure: o => (o.WaitForReplicas, o.ReplicaTimeout) = (1, TimeSpan.FromSeconds(4)));
        var record = SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "alice");
        await store.CreateAsync(record);
        Assert.True(await store.RemoveAsync(record.Id));
    }

    [Theory]
    [InlineData("resp2")]
    [InlineData("resp3")]
    public async Task With_those_of_a_near_cache_copies_are_used(string protocol)
    {
        await using var redis = await RedisServer.StartAsync();
        await Rights.GrantAsync(redis, "every store", "a near cache", "the client itself");
        await using var app = await App.StartAsync(b =>
            b.UseRedisStore($"{redis.EndPoint},user={Rights.User},password={Rights.Password},protocol={protocol}").WithNearCache(App.Leased));
        Assert.True(await app.WorksAsync());
        await Eventually.HoldsAsync(app.HoldsLeaseAsync);
    }

    [Fact]
    public async Task On_a_cluster_the_same_rights_do()
    {
        await using var cluster = await RedisCluster.StartAsync();
        foreach (var server in cluster.Servers) await Rights.GrantAsync(server, "every store", "a near cache", "the client itself");
        await using var app = await App.StartAsync(b =>
            b.UseRedisStore($"{cluster.Configuration},user={Rights.User},password={Rights.Password}").WithNearCache(App.Leased));
        await Eventually.HoldsAsync(app.HoldsLeaseAsync);
        for (var i = 0; i < 20; i++) Assert.True(await app.WorksAsync());
        Assert.Equal(20, await app.Sessions.CountAsync());
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(RedisServer server, string protocol) =>
        ConnectionMultiplexer.ConnectAsync($"{server.EndPoint},user={Rights.User},password={Rights.Password},protocol={protocol}");

    /// <summary>Each kind of operation, also with scripts that the server does not know.</summary>
    private static async Task UseAsync(RedisStore store, RedisServer server)
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var round = 0; round < 2; round++)
        {
            var record = SampleRecords.SignedIn(now, "alice");
            Assert.True(await store.CreateAsync(record));
            Assert.NotNull(await store.FindAsync(record.Id));
            Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(record.Next() with { Subject = "bob" }, 1)).Outcome);
            Assert.True(await store.TouchAsync(record.Id, now.AddMinutes(1), now.AddMinutes(90)));
            Assert.Single((await store.ListAsync(SessionQuery.BySubject("bob"), null)).Records);
            Assert.Single((await store.ListIdsAsync(SessionQuery.All, null)).Ids);
            Assert.Equal(1, await store.CountAsync(SessionQuery.All));
            Assert.Equal(1, (await store.EstimateCountAsync())!.Value.Count);
            Assert.Empty(await store.FindEndedAsync([new SessionPresence(record.Id, "bob")]));
            await store.NoteNodeAsync("here", TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
            Assert.Equal(TimeSpan.FromSeconds(2), await store.FindLongestLagAsync());
            Assert.InRange(await store.GetTimeAsync() - now, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
            if (round == 0) Assert.True(await store.RemoveAsync(record.Id));
            else Assert.Equal(1, await store.ClearAsync());
            await server.AskAsync("SCRIPT", "FLUSH");
        }
    }
}
