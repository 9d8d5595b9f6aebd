namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>The nodes share a SQLite file.</summary>
public sealed class SqliteFleet : NodeFleet
{
    private readonly TemporaryDirectory _directory = new();

    protected override Task<NodeStoreAddress> StartStoreAsync() =>
        Task.FromResult(new NodeStoreAddress("sqlite", $"Data Source={_directory.File("sessions.db")}", HasCopies: false));

    protected override ValueTask StopStoreAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
