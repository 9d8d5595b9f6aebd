namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>Nodes whose store is Redis.</summary>
internal static class RedisNodes
{
    /// <summary>Copies that outlive the bound.</summary>
    public static Action<NearCacheOptions> Leased { get; } = c => c.TimeToLive = TimeSpan.FromMinutes(5);

    extension(ClusterNodes)
    {
        /// <summary>Starts a node for each address, and waits until all may use copies.</summary>
        public static Task<ClusterNodes> StartAsync(string[] addresses, Action<NearCacheOptions>? cluster = null, Action<RedisStoreOptions>? redis = null) =>
            ClusterNodes.StartAsync(addresses.Select(address =>
                (Action<AzuSessionsBuilder<Visitor>>)(b => b.UseRedisStore(address, redis).WithNearCache(Leased + cluster))));
    }
}
