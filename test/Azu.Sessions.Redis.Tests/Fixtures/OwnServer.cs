using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>A Redis for one test alone, which may count on it, fill it or harm it.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private OwnServer(RedisServer server, ConnectionMultiplexer multiplexer) => (Server, Multiplexer) = (server, multiplexer);

    public RedisServer Server { get; }

    public ConnectionMultiplexer Multiplexer { get; }

    public static async Task<OwnServer> StartAsync(params string[] arguments)
    {
        var server = await RedisServer.StartAsync(arguments: arguments);
        return new OwnServer(server, await ConnectionMultiplexer.ConnectAsync(server.Configuration + ",abortConnect=false"));
    }

    public RedisStore Store(string prefix = "s:", TimeProvider? clock = null) => Stores.Of(Multiplexer, prefix, clock);

    /// <summary>Every key there is, in the order of the alphabet.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync() =>
        [.. ((object?[])(await Server.AskAsync("KEYS", "*"))!).Cast<string>().Order(StringComparer.Ordinal)];

    /// <summary>The keys that sessions are under, with the prefix of <see cref="Store"/>.</summary>
    public async Task<IReadOnlyList<string>> SessionKeysAsync() => [.. (await KeysAsync()).Where(key => key.Length == 2 + 32)];

    public async ValueTask DisposeAsync()
    {
        Multiplexer.Dispose();
        await Server.DisposeAsync();
    }
}
