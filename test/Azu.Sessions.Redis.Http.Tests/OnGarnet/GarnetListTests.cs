using Azu.Sessions.Redis.Http.Tests.CookieStore;

namespace Azu.Sessions.Redis.Http.Tests.OnGarnet;

/// <summary>The list of revocations in Garnet.</summary>
public sealed class GarnetListTests : RedisListScenarios
{
    private protected override async Task<(int Port, IAsyncDisposable Server)> StartServerAsync()
    {
        var garnet = await GarnetInProcess.StartAsync();
        return (garnet.Port, garnet);
    }
}
