namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Scenarios over HTTP that hold on every store. Each store has a sealed class for each of them.</summary>
public abstract class StoreScenarios<TStore> : IAsyncLifetime where TStore : IScenarioStore
{
    public ValueTask InitializeAsync() => new(TStore.StartAsync());

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
