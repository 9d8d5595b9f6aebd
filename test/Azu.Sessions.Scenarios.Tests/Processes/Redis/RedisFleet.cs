namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>The nodes share a Redis of their own.</summary>
public class RedisFleet : NodeFleet
{
    private RedisServer? _server;

    protected override async Task<NodeStoreAddress> StartStoreAsync()
    {
        _server = await RedisServer.StartAsync();
        return new("redis", _server.Configuration + ",abortConnect=false");
    }

    protected override ValueTask StopStoreAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>The same, with copies that end within the bound.</summary>
public sealed class DefaultRedisFleet : RedisFleet
{
    protected override TimeSpan? Life => null;
}

/// <summary>The same, for a test that disturbs them.</summary>
public sealed class DisturbedRedisFleet : RedisFleet;
