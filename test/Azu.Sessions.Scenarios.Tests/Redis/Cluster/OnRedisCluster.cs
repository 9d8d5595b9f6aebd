using StackExchange.Redis;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>One Redis Cluster with copies on each node, each application under a prefix of its own.</summary>
public sealed class OnRedisCluster : IScenarioStore
{
    private static readonly Lazy<Task<ConnectionMultiplexer>> s_connection = new(async () =>
    {
        var server = ServersOfThisRun.Keep(await RedisCluster.StartAsync());
        return ServersOfThisRun.Keep(await ConnectionMultiplexer.ConnectAsync(server.Configuration));
    });

    public static Task StartAsync() => s_connection.Value;

    public static AzuSessionsBuilder<TData> Use<TData>(AzuSessionsBuilder<TData> sessions, string? place = null) where TData : notnull =>
        sessions.UseRedisStore(s_connection.Value.Result, r => r.KeyPrefix = (place ?? Place.New()) + ":")
            .WithNearCache(c => c.TimeToLive = TimeSpan.FromMinutes(5));
}
