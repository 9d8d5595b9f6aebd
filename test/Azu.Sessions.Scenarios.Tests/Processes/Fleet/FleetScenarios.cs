namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>Scenarios on nodes that may be shared: the first scenario starts them.</summary>
public abstract class FleetScenarios(NodeFleet fleet) : IAsyncLifetime
{
    protected NodeFleet Fleet { get; } = fleet;

    public ValueTask InitializeAsync() => new(Fleet.StartAsync());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
