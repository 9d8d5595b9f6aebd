namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>The list of revocations in Garnet.</summary>
public sealed class GarnetListTests : RedisListScenarios
{
    private protected override async Task<(int Port, IAsyncDisposable Server)> StartServerAsync()
    {
        var garnet = await GarnetInProcess.StartAsync();
        return (garnet.Port, garnet);
    }
}
