namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>The replica takes over while people use the application.</summary>
[Trait("Requirement", "R-95")]
public abstract class FailOverFaults(Deployment deployment)
{
    /// <summary>The primary waits until the replica has everything: nothing that was confirmed may be missing.</summary>
    [Fact]
    public Task The_primary_hands_over() => DisturbAsync(RedisReplication.StartAsync(hasSentinel: false), async (redis, _) => await redis.HandOverAsync());

    /// <summary>
    /// Replication is asynchronous: what was confirmed in the moments before may be missing, and nothing of before or after them. The Sentinel
    /// watches for this one fail-over alone. Each further one would be another loss, and a busy machine is enough to make it take a server for dead.
    /// </summary>
    [Fact]
    public Task The_primary_dies_and_the_Sentinel_promotes_the_replica() =>
        DisturbAsync(RedisReplication.StartAsync(hasSentinel: false), async (redis, account) =>
    {
        await redis.WatchAsync();
        account.ExpectLosses();
        await redis.UntilReplicatedAsync();
        await redis.Primary.KillAsync();
        await redis.UntilPromotedForGoodAsync();
        await redis.ReturnAsReplicaAsync();
        Assert.Equal(1, redis.FailOvers);
    });

    private async Task DisturbAsync(Task<RedisReplication> starting, Func<RedisReplication, FaultAccount, Task> disturb)
    {
        await using var redis = await starting;
        // A removal is confirmed when the replica has it.
        await using var account = await deployment.OpenAsync(redis.Configuration + ",abortConnect=false,connectTimeout=1000", r => r.WaitForReplicas = 1);
        await Eventually.HoldsAsync(() => account.Answers > 100);
        await disturb(redis, account);
        var recovery = await account.RecoverAsync();
        account.ExpectNoMoreLosses();
        var answers = account.Answers;
        await Eventually.HoldsAsync(() => account.Answers > answers + 1_000);
        await account.SettleAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"everybody was served again after {recovery.TotalSeconds:0.0} s");
    }
}

public sealed class FailOverFaultTests() : FailOverFaults(Deployment.Single);

public sealed class ThreeNodeFailOverFaultTests() : FailOverFaults(Deployment.ThreeNodes);
