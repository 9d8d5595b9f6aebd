namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>Who uses the Redis that is disturbed.</summary>
/// <param name="Nodes">How many nodes there are; a visitor's requests go to one after the other.</param>
/// <param name="HasCopies">Whether they keep copies of sessions.</param>
/// <param name="Step">How long it is between two disturbances of those that are repeated: not a round fraction of the time between two echoes.</param>
public sealed record Deployment(int Nodes, bool HasCopies, TimeSpan Step)
{
    public static readonly Deployment Single = new(1, false, TimeSpan.FromMilliseconds(100));

    public static readonly Deployment ThreeNodes = new(3, true, TimeSpan.FromMilliseconds(330));

    /// <summary>Opens the account of its visitors.</summary>
    internal Task<FaultAccount> OpenAsync(string address, Action<RedisStoreOptions>? redis = null) => FaultAccount.OpenAsync(
        b => _ = HasCopies
            ? b.UseRedisStore(address, redis).WithNearCache(RedisNodes.Leased) : b.UseRedisStore(address, redis), Nodes, lag: HasCopies
            ? RevocationLag.Bound
            : TimeSpan.Zero);
}
