using Azu.Sessions.AspNetCore.Tests;
using Azu.Sessions.Servers;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(ScenarioRedis))]

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The scenarios run on one Redis, each application under a prefix of its own.</summary>
internal static class ScenarioStore
{
    private static int s_applications;

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder) where TData : notnull =>
        builder.UseRedisStore(ScenarioRedis.Multiplexer, r => r.KeyPrefix = $"app{Interlocked.Increment(ref s_applications)}:");
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
