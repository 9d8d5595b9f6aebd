using Azu.Sessions.Redis.Tests;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(OneGarnet))]

namespace Azu.Sessions.Redis.Tests;

/// <summary>One Garnet for all tests that do it no harm.</summary>
public sealed class OneGarnet : IAsyncLifetime
{
    private GarnetInProcess? _garnet;

    public string Configuration => _garnet!.Configuration;

    public ConnectionMultiplexer Multiplexer { get; private set; } = null!;

    public ConnectionMultiplexer OtherMultiplexer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _garnet = await GarnetInProcess.StartAsync();
        Multiplexer = await Patient.ConnectAsync(_garnet.Configuration);
        OtherMultiplexer = await Patient.ConnectAsync(_garnet.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        Multiplexer?.Dispose();
        OtherMultiplexer?.Dispose();
        if (_garnet is not null) await _garnet.DisposeAsync();
    }
}
