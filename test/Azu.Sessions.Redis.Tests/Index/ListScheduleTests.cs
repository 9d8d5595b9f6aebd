using Azu.Sessions.Conformance;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>Whatever the order of the steps of many clients, no live session is missing from its lists.</summary>
public sealed class ListScheduleTests
{
    [Fact]
    public async Task No_order_of_steps_takes_a_live_session_from_its_lists()
    {
        await using var redis = await OwnServer.StartAsync();
        await Parallel.ForAsync(0, Tier.IsSoak ? 100_000 : 2_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (seed, _) =>
        {
            var prefix = $"s{seed}:";
            var entries = new RedisIndexWriter(new RedisCalls(new RedisConnection(redis.Multiplexer)), new RedisKeys(prefix));
            await new ListSchedule(redis.Store(prefix), entries, redis.Multiplexer.GetDatabase(), prefix, seed).RunAsync();
        });
    }

    [Fact]
    public async Task After_a_real_fail_over_signing_out_everywhere_reaches_each_session_that_was_touched_since()
    {
        for (var round = 0; round < (Tier.IsSoak ? 10 : 2); round++)
        {
            await using var redis = await RedisReplication.StartAsync(hasSentinel: false);
            using var first = await ConnectionMultiplexer.ConnectAsync(redis.Primary.Configuration);
            var before = Stores.Of(first, "s:");
            var now = TimeProvider.System.GetUtcNow();
            var sessions = Enumerable.Range(0, 20).Select(_ => SampleRecords.SignedIn(now, "alice")).ToList();
            foreach (var session in sessions.Take(10)) await before.CreateAsync(session);
            await redis.UntilReplicatedAsync();
            // These writes may or may not reach the replica.
            await Task.WhenAll(sessions.Skip(10).Select(session => before.CreateAsync(session).AsTask()));
            await redis.Primary.KillAsync();
            await redis.Replica.AskAsync("REPLICAOF", "NO", "ONE");

            using var second = await ConnectionMultiplexer.ConnectAsync(redis.Replica.Configuration);
            var after = Stores.Of(second, "s:");
            foreach (var session in sessions) await after.TouchAsync(session.Id, now.AddMinutes(1), now.AddMinutes(61));
            foreach (var id in (await after.ListIdsAsync(SessionQuery.BySubject("alice"), null)).Ids) await after.RemoveAsync(id, RemoveCondition.Always,
                SessionEndReason.Revoked);
            foreach (var session in sessions) Assert.Null(await after.FindAsync(session.Id));
        }
    }
}
