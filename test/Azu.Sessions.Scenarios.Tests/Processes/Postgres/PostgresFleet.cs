namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>The nodes share a PostgreSQL of their own.</summary>
public class PostgresFleet : NodeFleet
{
    private PostgresServer? _server;

    protected override async Task<NodeStoreAddress> StartStoreAsync()
    {
        _server = await PostgresServer.StartAsync();
        return new("postgresql", _server.Url);
    }

    protected override ValueTask StopStoreAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>The same, with copies that end within the bound.</summary>
public sealed class DefaultPostgresFleet : PostgresFleet
{
    protected override TimeSpan? Life => null;
}

/// <summary>The same, for a test that disturbs them.</summary>
public sealed class DisturbedPostgresFleet : PostgresFleet;
