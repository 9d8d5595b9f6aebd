using System.Globalization;
using Azu.Sessions.AspNetCore.Tests;
using Azu.Sessions.Servers;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(ScenarioRedis))]

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The scenarios run on one Redis, each application under a prefix of its own.</summary>
internal static class ScenarioStore
{
    private static int s_places;

    /// <summary>A place for sessions that several applications can have.</summary>
    public static string NewPlace() => string.Create(CultureInfo.InvariantCulture, $"app{Interlocked.Increment(ref s_places)}");

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder) where TData : notnull => builder.UseScenarioStore(NewPlace());

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder, string place) where TData : notnull =>
        builder.UseRedisStore(ScenarioRedis.Multiplexer, r => r.KeyPrefix = place + ":");
}

/// <summary>The Redis of this run.</summary>
public sealed class ScenarioRedis : IAsyncLifetime
{
    private RedisServer? _server;

    public static ConnectionMultiplexer Multiplexer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        Multiplexer = await ConnectionMultiplexer.ConnectAsync(_server.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        Multiplexer?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }
}
