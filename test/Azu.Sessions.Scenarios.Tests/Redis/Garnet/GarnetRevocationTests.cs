namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>Three nodes with copies of the same sessions, on Garnet.</summary>
public sealed class GarnetRevocationTests
{
    [Fact]
    public async Task A_revocation_is_seen_by_every_node_in_time()
    {
        await using var garnet = await GarnetInProcess.StartAsync();
        await using var nodes = await ClusterNodes.StartAsync([garnet.Configuration, garnet.Configuration, garnet.Configuration]);
        var lag = new RevocationLag(nodes);
        await lag.RunAsync(Tier.Of(100, 10_000));
        lag.AssertWithinBound();
    }
}
