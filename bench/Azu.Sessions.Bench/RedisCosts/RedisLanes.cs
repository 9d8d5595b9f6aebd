using System.Globalization;
using System.Security.Cryptography;
using Azu.Sessions.TestSupport;
using StackExchange.Redis;

namespace Azu.Sessions.Bench;

/// <summary>A store and a bare connection that speak one protocol, with sessions and values of the same size for each lane.</summary>
internal sealed class RedisLanes : IAsyncDisposable
{
    private readonly RedisServer _server;
    private readonly ServiceProvider _services;
    private readonly string _prefix;

    public RedisLanes(RedisServer server, RedisProtocol protocol, int count)
    {
        _server = server;
        _prefix = $"{protocol}:".ToLowerInvariant();
        var address = $"{server.Configuration},protocol={protocol}".ToLowerInvariant();
        var services = new ServiceCollection().AddLogging();
        services.AddAzuSessionsCore<UserSession>(o => o.Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))
            .UsePreset(SessionPreset.Development) // payloads in plain, like the values beside them
            .WithJsonContext(BenchJson.Default)
            .UseRedisStore(address, r => r.KeyPrefix = _prefix + "session:");
        _services = services.BuildServiceProvider();
        Bare = ConnectionMultiplexer.Connect(address);
        Keys = [.. Enumerable.Range(0, count).Select(lane => (RedisKey)(_prefix + lane.ToString(CultureInfo.InvariantCulture)))];
    }

    public SessionManager<UserSession> Manager => _services.GetRequiredService<SessionManager<UserSession>>();

    public ConnectionMultiplexer Bare { get; }

    public RedisKey[] Keys { get; }

    /// <summary>As long as a stored session.</summary>
    public byte[] Value { get; private set; } = [];

    /// <summary>Stores a session and a value of the same length for each lane.</summary>
    public async Task<SessionId[]> SessionsAsync()
    {
        var ids = new SessionId[Keys.Length];
        for (var lane = 0; lane < ids.Length; lane++) ids[lane] = (await Manager.CreateAsync(UserSession.Sample)).Session.Id;
        var stored = (object[])(await _server.AskAsync("KEYS", _prefix + "session:" + new string('?', 32)))!;
        Value = new byte[(long)(await _server.AskAsync("STRLEN", (string)stored[0]))!];
        foreach (var key in Keys) await Bare.GetDatabase().StringSetAsync(key, Value);
        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        await Bare.DisposeAsync();
        await _services.DisposeAsync();
    }
}
