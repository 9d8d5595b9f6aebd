using Azu.Sessions.Redis.Tests;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(OneServer))]
[assembly: AssemblyFixture(typeof(OneCluster))]

namespace Azu.Sessions.Redis.Tests;

/// <summary>One Redis for all tests that do it no harm. Each test has a prefix of its own.</summary>
public sealed class OneServer : IAsyncLifetime
{
    private RedisServer? _server;

    public RedisServer Server => _server!;

    public ConnectionMultiplexer Multiplexer { get; private set; } = null!;

    /// <summary>A second connection: another node's.</summary>
    public ConnectionMultiplexer OtherMultiplexer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        Multiplexer = await Patient.ConnectAsync(_server.Configuration);
        OtherMultiplexer = await Patient.ConnectAsync(_server.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        Multiplexer?.Dispose();
        OtherMultiplexer?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }
}

/// <summary>One cluster for all tests that do it no harm.</summary>
public sealed class OneCluster : IAsyncLifetime
{
    private RedisCluster? _cluster;

    public RedisCluster Cluster => _cluster!;

    public ConnectionMultiplexer Multiplexer { get; private set; } = null!;

    public ConnectionMultiplexer OtherMultiplexer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await RedisCluster.StartAsync();
        Multiplexer = await Patient.ConnectAsync(_cluster.Configuration);
        OtherMultiplexer = await Patient.ConnectAsync(_cluster.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        Multiplexer?.Dispose();
        OtherMultiplexer?.Dispose();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }
}
