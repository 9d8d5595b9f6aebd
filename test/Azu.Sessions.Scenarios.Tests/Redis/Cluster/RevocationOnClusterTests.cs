namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>Three nodes with copies on a Redis Cluster of three primaries. Announcements reach a node over the cluster bus.</summary>
[Trait("Requirement", "R-95")]
public sealed class RevocationOnClusterTests : IAsyncLifetime
{
    private RedisCluster _redis = null!;

    private string Address => _redis.Configuration + ",abortConnect=false,connectTimeout=1000";

    public async ValueTask InitializeAsync() => _redis = await RedisCluster.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task A_revocation_is_seen_by_every_node_in_time()
    {
        await using var nodes = await ClusterNodes.StartAsync([Address, Address, Address]);
        var lag = new RevocationLag(nodes);
        await lag.RunAsync(Tier.Of(300, 10_000));
        lag.AssertWithinBound();
    }

    [Fact]
    public async Task A_revocation_is_seen_in_time_also_while_one_primary_does_not_answer()
    {
        await using var nodes = await ClusterNodes.StartAsync([Address, Address, Address]);
        var lag = new RevocationLag(nodes);
        var running = lag.RunAsync(Tier.Of(300, 10_000));
        await Eventually.HoldsAsync(() => lag.Confirmed >= 50 || running.IsCompleted);
        await _redis.Servers[1].PauseAsync();
        await FaultAccount.PassAsync(TimeSpan.FromSeconds(5));
        await _redis.Servers[1].ResumeAsync();
        await running;
        lag.AssertWithinBound(answers: false);
        // It is over for everybody.
        await nodes.UntilLeasedAsync();
    }
}
