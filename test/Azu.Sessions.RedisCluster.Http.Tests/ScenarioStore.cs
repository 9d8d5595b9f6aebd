using System.Globalization;
using Azu.Sessions.AspNetCore.Tests;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(ScenarioCluster))]

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The scenarios run on one Redis Cluster with copies on each node, each application under a prefix of its own.</summary>
internal static class ScenarioStore
{
    private static int s_places;

    /// <summary>A place for sessions that several applications can have.</summary>
    public static string NewPlace() => string.Create(CultureInfo.InvariantCulture, $"app{Interlocked.Increment(ref s_places)}");

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder) where TData : notnull => builder.UseScenarioStore(NewPlace());

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder, string place) where TData : notnull =>
        builder.UseRedisStore(ScenarioCluster.Multiplexer, r => r.KeyPrefix = place + ":").WithNearCache(c => c.TimeToLive = TimeSpan.FromMinutes(5));
}

/// <summary>The Redis Cluster of this run.</summary>
public sealed class ScenarioCluster : IAsyncLifetime
{
    private RedisCluster? _cluster;

    public static ConnectionMultiplexer Multiplexer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await RedisCluster.StartAsync();
        Multiplexer = await ConnectionMultiplexer.ConnectAsync(_cluster.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        Multiplexer?.Dispose();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }
}
