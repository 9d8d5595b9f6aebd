namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>The list of revocations in Redis.</summary>
public sealed class RedisListTests : RedisListScenarios
{
    private protected override async Task<(int Port, IAsyncDisposable Server)> StartServerAsync()
    {
        var redis = await RedisServer.StartAsync();
        return (redis.Port, redis);
    }
}

/// <summary>The same on any engine that speaks Redis' protocol.</summary>
public abstract class RedisListScenarios : ListScenarios, IAsyncLifetime
{
    private int _port;
    private IAsyncDisposable _server = null!;
    private FaultProxy _proxy = null!;

    private protected abstract Task<(int Port, IAsyncDisposable Server)> StartServerAsync();

    public async ValueTask InitializeAsync()
    {
        (_port, _server) = await StartServerAsync();
        _proxy = new(_port);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override void UseList(CookieStoreOptions cookie, string place) =>
        cookie.RevokeInRedis($"127.0.0.1:{_proxy.Port},abortConnect=false,connectTimeout=1000", r => r.KeyPrefix = place + ":");

    private protected override async Task<long> CountAsync(string place) => (await KeysAsync(place)).Length;

    /// <summary>Redis removes keys by its own clock, which no test can move.</summary>
    private protected override async Task EmptiesAsync(string place, TimeSpan time, Func<TimeSpan, Task> pass)
    {
        foreach (var key in await KeysAsync(place)) Assert.InRange((long)(await AskAsync("PTTL", key))!, 1, (long)time.TotalMilliseconds);
    }

    private protected override async Task LoseAsync(string place) => await AskAsync("FLUSHALL");

    private protected override void CutOff()
    {
        _proxy.RefusesConnections = true;
        _proxy.CutAll();
    }

    private protected override void Heal() => _proxy.Heal();

    /// <summary>All but what the check at start-up writes for a moment.</summary>
    private async Task<string[]> KeysAsync(string place) =>
        [.. ((object?[])(await AskAsync("KEYS", place + ":*"))!).Cast<string>().Where(key => !key.StartsWith(place + ":probe:", StringComparison.Ordinal))];

    private Task<object?> AskAsync(params string[] command) => RedisWire.AskAsync(_port, null, isTls: false, command);
}
