using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

internal static class Stores
{
    private static int s_prefixes;

    /// <summary>A prefix that no other test has.</summary>
    public static string NewPrefix() => $"test{Interlocked.Increment(ref s_prefixes)}:";

    public static RedisStore Of(IConnectionMultiplexer multiplexer, string prefix, TimeProvider? clock = null, Action<RedisStoreOptions>? configure = null,
        ILogger? log = null)
    {
        var options = new RedisStoreOptions { KeyPrefix = prefix };
        configure?.Invoke(options);
        return new RedisStore(new RedisConnection(multiplexer), options, clock ?? TimeProvider.System, log ?? NullLogger.Instance);
    }
}
