using System.Net;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>A Sentinel makes the replica the primary while sessions are revoked. A removal counts as confirmed when the replica has it.</summary>
[Trait("Requirement", "R-95")]
public sealed class FailOverTests
{
    private static readonly int s_revocations = Tier.Of(300, 10_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "R-40")]
    public async Task A_confirmed_removal_survives_a_fail_over_where_it_waits_for_a_replica(bool isCrash)
    {
        await using var redis = await RedisReplication.StartAsync();
        var address = redis.Configuration + ",abortConnect=false,connectTimeout=1000";
        await using var nodes = await ClusterNodes.StartAsync([address, address, address], redis: r => (r.KeyPrefix, r.WaitForReplicas) = ("s:", 1));
        var lag = new RevocationLag(nodes);
        var running = lag.RunAsync(s_revocations);
        await lag.UntilAsync(s_revocations / 2, running);
        if (isCrash)
        {
            await redis.Primary.KillAsync();
            await redis.UntilPromotedAsync();
            // As a replica of the new primary. Until then no removal is confirmed.
            await redis.Primary.RestartAsync();
            await redis.Primary.AskAsync("REPLICAOF", "127.0.0.1", redis.Replica.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            await redis.FailOverAsync();
        }

        await running;
        lag.AssertWithinBound(answers: false);
        foreach (var guest in lag.Gone)
        {
            Assert.Equal(0L, await redis.Replica.AskAsync("EXISTS", "s:" + guest.Id));
            for (var node = 0; node < nodes.Count; node++)
            {
                // The circuit breaker of a node may still be open.
                var status = HttpStatusCode.ServiceUnavailable;
                await Eventually.HoldsAsync(async () => (status = await nodes.AskAsync(node, guest)) != HttpStatusCode.ServiceUnavailable);
                Assert.Equal(HttpStatusCode.Unauthorized, status);
            }
        }
    }
}
