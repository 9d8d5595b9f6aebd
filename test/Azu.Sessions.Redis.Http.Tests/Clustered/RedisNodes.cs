using Azu.Sessions.AspNetCore.Tests;

namespace Azu.Sessions.Redis.Http.Tests.Clustered;

/// <summary>Nodes whose store is Redis.</summary>
internal static class RedisNodes
{
    extension(ClusterNodes)
    {
        /// <summary>Starts a node for each address, and waits until all may use copies.</summary>
        public static Task<ClusterNodes> StartAsync(string[] addresses, Action<NearCacheOptions>? cluster = null, Action<RedisStoreOptions>? redis = null) =>
            ClusterNodes.StartAsync(addresses.Select(address => (Action<AzuSessionsBuilder<Visitor>>)(b => b.UseClusteredRedisStore(address, cluster, redis))));
    }
}
