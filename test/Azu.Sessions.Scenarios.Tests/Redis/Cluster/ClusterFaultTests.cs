namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>A Redis Cluster with replicas changes while people use three nodes with copies.</summary>
[Trait("Requirement", "R-95")]
public sealed class ClusterFaultTests : IAsyncLifetime
{
    private RedisCluster _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisCluster.StartAsync(hasReplicas: true);

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    /// <summary>It waits until its replica has everything: nothing that was confirmed may be missing.</summary>
    [Fact]
    public Task A_primary_hands_over() => DisturbAsync(_ => _redis.HandOverAsync(1));

    /// <summary>
    /// Replication is asynchronous: what was confirmed in the moments before may be missing, sign-outs too, and nothing of before or after them.
    /// </summary>
    [Fact]
    public Task A_primary_dies_and_its_replica_takes_over() => DisturbAsync(async account =>
    {
        account.ExpectLosses(alsoRemovals: true);
        await _redis.UntilReplicatedAsync(1);
        await _redis.Servers[1].KillAsync();
        await _redis.UntilPromotedAsync(1);
        await _redis.Servers[1].RestartAsync();
    });

    /// <summary>
    /// Requests that go on while a session is under way from one server to the other, or already there, are sent after it: <c>ASK</c>, <c>MOVED</c>.
    /// </summary>
    [Fact]
    public Task Sessions_move_from_server_to_server_again_and_again() => DisturbAsync(async _ =>
    {
        for (var round = 0; round < Tier.Of(3, 60); round++)
        {
            for (var i = 0; i < _redis.Servers.Count; i++) await _redis.MoveAsync(_redis.Servers[i], _redis.Servers[(i + 1) % _redis.Servers.Count]);
        }
    });

    private async Task DisturbAsync(Func<FaultAccount, Task> disturb)
    {
        await using var account = await Deployment.ThreeNodes.OpenAsync(_redis.Configuration + ",abortConnect=false,connectTimeout=1000");
        await Eventually.HoldsAsync(() => account.Answers > 100);
        var start = TimeProvider.System.GetTimestamp();
        await disturb(account);
        var lasted = TimeProvider.System.GetElapsedTime(start);
        var recovery = await account.RecoverAsync();
        account.ExpectNoMoreLosses();
        var answers = account.Answers;
        await Eventually.HoldsAsync(() => account.Answers > answers + 1_000);
        await account.SettleAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"after {lasted.TotalSeconds:0.0} s of it everybody was served again within " +
            $"{recovery.TotalSeconds:0.0} s");
        Assert.InRange(recovery, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
