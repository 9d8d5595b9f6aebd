using Azu.Sessions.Conformance;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>A primary and a replica: who is asked, and what a fail-over may lose.</summary>
public sealed class ReplicaTests
{
    private readonly SessionRecord _record = SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "alice");

    [Fact]
    public async Task The_store_follows_a_fail_over()
    {
        await using var redis = await RedisReplication.StartAsync();
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis.Configuration + ",abortConnect=false");
        var store = Stores.Of(multiplexer, "s:");
        await store.CreateAsync(_record);
        await redis.Primary.AskAsync("WAIT", "1", "5000");
        await Eventually.HoldsAsync(async () => await redis.Replica.AskAsync("EXISTS", $"s:{_record.Id}") is 1L);

        await redis.FailOverAsync();
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                return (await store.UpdateAsync(_record.Next(), 1)).Outcome == UpdateOutcome.Updated || (await store.FindAsync(_record.Id))?.Version == 2;
            }
            catch (SessionStoreException)
            {
                return false;
            }
        }, seconds: 60);
        Assert.Equal(1, await store.CountAsync(SessionQuery.BySubject("alice")));
        Assert.True(await store.RemoveAsync(_record.Id));
    }

    /// <summary>Only the Sentinel is named: the client asks it for the primary, at the start and after each fail-over.</summary>
    [Fact]
    public async Task An_application_that_knows_the_Sentinel_alone_follows_its_fail_over()
    {
        await using var redis = await RedisReplication.StartAsync();
        await using var app = await App.StartAsync(b => b.UseRedisStore(redis.SentinelConfiguration).WithNearCache(App.Leased));
        await Eventually.HoldsAsync(app.WorksAsync);
        await Eventually.HoldsAsync(app.HoldsLeaseAsync);
        await redis.FailOverAsync();
        await Eventually.HoldsAsync(app.WorksAsync);
        await Eventually.HoldsAsync(app.HoldsLeaseAsync);
        await Eventually.HoldsAsync(async () => await redis.Replica.AskAsync("PUBSUB", "NUMPAT") is 1L);
    }

    [Fact]
    public async Task In_a_cluster_a_removal_that_waits_is_confirmed_when_the_replica_has_it_and_not_before()
    {
        await using var redis = await RedisCluster.StartAsync(hasReplicas: true);
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var store = Stores.Of(multiplexer, "s:", configure: o => (o.WaitForReplicas, o.ReplicaTimeout) = (1, TimeSpan.FromSeconds(4)));
        for (var i = 0; i < 30; i++)
        {
            var record = SampleRecords.SignedIn(_record.CreatedAt, "alice");
            await store.CreateAsync(record);
            Assert.True(await store.RemoveAsync(record.Id));
            // A server that is asked for a key which is not its own says where it is, and that is an exception here.
            foreach (var replica in redis.Replicas) Assert.Equal(0L, await replica.AskAsync("EVAL", $"return #redis.call('KEYS', '*{record.Id}')", "0"));
        }

        var hasty = Stores.Of(multiplexer, "s:", configure: o => (o.WaitForReplicas, o.ReplicaTimeout) = (1, TimeSpan.FromMilliseconds(100)));
        await hasty.CreateAsync(_record);
        foreach (var replica in redis.Replicas) await replica.PauseAsync();
        try
        {
            for (var i = 0; i < 2; i++)
            {
                var thrown = await Assert.ThrowsAsync<SessionStoreException>(async () => await hasty.RemoveAsync(_record.Id));
                Assert.Contains("0 of 1 replicas", thrown.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            foreach (var replica in redis.Replicas) await replica.ResumeAsync();
        }

        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                await hasty.RemoveAsync(_record.Id);
                return true;
            }
            catch (SessionStoreException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task A_replica_is_never_read_also_while_the_primary_is_down()
    {
        await using var redis = await RedisReplication.StartAsync();
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis.Configuration +
            ",abortConnect=false,tieBreaker="); // with one, the client itself reads a key
        var store = Stores.Of(multiplexer, "s:");
        await store.CreateAsync(_record);
        await Eventually.HoldsAsync(async () => await redis.Replica.AskAsync("EXISTS", $"s:{_record.Id}") is 1L);
        await redis.Replica.AskAsync("CONFIG", "RESETSTAT");
        for (var i = 0; i < 50; i++) await store.FindAsync(_record.Id);
        await redis.Primary.KillAsync();
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.FindAsync(_record.Id));
        Assert.False((await redis.Replica.CommandsAsync()).ContainsKey("get"), "A read went to the replica.");
    }

    [Fact]
    public async Task A_removal_that_waits_for_a_replica_is_confirmed_when_the_replica_has_it()
    {
        await using var redis = await RedisReplication.StartAsync();
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var store = Stores.Of(multiplexer, "s:", configure: o => (o.WaitForReplicas, o.ReplicaTimeout) = (1, TimeSpan.FromSeconds(10)));
        for (var i = 0; i < 20; i++)
        {
            var record = SampleRecords.SignedIn(_record.CreatedAt, "alice");
            await store.CreateAsync(record);
            Assert.True(await store.RemoveAsync(record.Id));
            Assert.Equal(0L, await redis.Replica.AskAsync("EXISTS", $"s:{record.Id}"));
        }
        Assert.False(await store.RemoveAsync(SessionId.New()));
    }

    [Fact]
    public async Task A_removal_that_no_replica_confirms_is_not_done_and_neither_is_its_repetition()
    {
        await using var redis = await RedisReplication.StartAsync();
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var store = Stores.Of(multiplexer, "s:", configure: o => (o.WaitForReplicas, o.ReplicaTimeout) = (1, TimeSpan.FromMilliseconds(100)));
        await store.CreateAsync(_record);
        await Eventually.HoldsAsync(async () => await redis.Replica.AskAsync("EXISTS", $"s:{_record.Id}") is 1L);

        await redis.Replica.PauseAsync();
        await NotConfirmedAsync();
        await NotConfirmedAsync(); // there is nothing to remove any more, and still no replica knows
        await redis.Replica.ResumeAsync();
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                await store.RemoveAsync(_record.Id);
                return true;
            }
            catch (SessionStoreException)
            {
                return false;
            }
        });
        Assert.Equal(0L, await redis.Replica.AskAsync("EXISTS", $"s:{_record.Id}"));

        async Task NotConfirmedAsync()
        {
            var thrown = await Assert.ThrowsAsync<SessionStoreException>(async () => await store.RemoveAsync(_record.Id));
            Assert.Contains("0 of 1 replicas", thrown.Message, StringComparison.Ordinal);
        }
    }
}
