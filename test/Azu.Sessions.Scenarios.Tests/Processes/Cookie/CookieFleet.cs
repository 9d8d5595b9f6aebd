namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>The nodes share a secret and nothing else: sessions are in the visitors' encrypted cookies.</summary>
public sealed class CookieFleet : NodeFleet
{
    protected override Task<NodeStoreAddress> StartStoreAsync() => Task.FromResult(new NodeStoreAddress("cookie", "in the browser", HasCopies: false));

    protected override ValueTask StopStoreAsync() => ValueTask.CompletedTask;
}
