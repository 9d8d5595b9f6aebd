using System.Globalization;
using Azu.Sessions.AspNetCore.Tests;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(ScenarioRedis))]
[assembly: AssemblyFixture(typeof(ScenarioGarnet))]

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The scenarios run on one Redis, each application under a prefix of its own; those of the namespace OnGarnet on one Garnet.</summary>
internal static class ScenarioStore
{
    private const string OnGarnet = ".OnGarnet.";

    private static int s_places;

    /// <summary>A place for sessions that several applications can have.</summary>
    public static string NewPlace() => string.Create(CultureInfo.InvariantCulture, $"app{Interlocked.Increment(ref s_places)}");

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder) where TData : notnull => builder.UseScenarioStore(NewPlace());

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder, string place) where TData : notnull =>
        builder.UseRedisStore(Multiplexer, r => r.KeyPrefix = place + ":");

    private static ConnectionMultiplexer Multiplexer =>
        TestContext.Current.TestClass!.TestClassName.Contains(OnGarnet, StringComparison.Ordinal) ? ScenarioGarnet.Multiplexer : ScenarioRedis.Multiplexer;
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

/// <summary>The Garnet of this run.</summary>
public sealed class ScenarioGarnet : IAsyncLifetime
{
    private GarnetInProcess? _garnet;

    public static ConnectionMultiplexer Multiplexer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _garnet = await GarnetInProcess.StartAsync();
        Multiplexer = await ConnectionMultiplexer.ConnectAsync(_garnet.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        Multiplexer?.Dispose();
        if (_garnet is not null) await _garnet.DisposeAsync();
    }
}
