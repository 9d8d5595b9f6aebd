using Azu.Sessions.AspNetCore.Tests;
using Azu.Sessions.Redis.Http.Tests.Faults;

namespace Azu.Sessions.Redis.Http.Tests.Clustered;

/// <summary>The same disturbances as of one node, with three that keep copies, and a visitor whose requests go to one after the other.</summary>
[Trait("Requirement", "R-95")]
public sealed class ClusteredFaultsTests : DisturbedRedis
{
    // Not a round fraction of the time between two echoes.
    protected override TimeSpan Step => TimeSpan.FromMilliseconds(330);

    [Fact]
    public Task Subscribers_are_killed_again_and_again() => DisturbAsync(() => RepeatedlyAsync(() => Server.AskAsync("CLIENT", "KILL", "TYPE", "pubsub")));

    private protected override Task<FaultAccount> OpenAsync() =>
        FaultAccount.OpenAsync(b => b.UseClusteredRedisStore(Address), nodes: 3, lag: RevocationLag.Bound);
}
