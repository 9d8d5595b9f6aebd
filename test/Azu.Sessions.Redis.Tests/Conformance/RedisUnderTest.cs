using Azu.Sessions.Conformance;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>The store as two nodes use it, over a connection each, and a neighbour whose prefix begins with theirs.</summary>
/// <param name="connectAsync">The connections of the two nodes.</param>
public abstract class RedisUnderTest(Func<Task<(ConnectionMultiplexer Own, ConnectionMultiplexer Other)>> connectAsync)
    : SharedStoreUnderTest(new ManualTimeProvider(TimeProvider.System.GetUtcNow())) // lists are trimmed by the server's own clock
{
    private ConnectionMultiplexer? _own;
    private string? _prefix;
    private RedisConnection? _unreachable;
    private RedisStore? _store;
    private RedisStore? _otherNode;
    private RedisStore? _neighbour;

    public sealed override ISessionStore Store => _store!;

    public sealed override ISessionIndex Index => _store!;

    public sealed override ISessionStore OtherNode => _otherNode!;

    public sealed override ISessionStore Neighbour => _neighbour!;

    public sealed override ISessionStore Unreachable => new RedisStore(
        _unreachable ??= new RedisConnection(RedisAddress.Parse($"127.0.0.1:{FreePort.Next()},connectTimeout=500,connectRetry=1")),
        new RedisStoreOptions(), Clock, NullLogger.Instance);

    public sealed override int Rounds => Tier.Of(200, 2_000);

    public sealed override async ValueTask InitializeAsync()
    {
        var (own, other) = await connectAsync();
        var prefix = Stores.NewPrefix();
        (_own, _prefix) = (own, prefix);
        _store = Stores.Of(own, prefix, Clock);
        _otherNode = Stores.Of(other, prefix, Clock);
        _neighbour = Stores.Of(own, prefix + "neighbour:", Clock);
    }

    public sealed override async ValueTask SpoilAsync(SessionId id, Spoiling how)
    {
        var database = _own!.GetDatabase();
        RedisKey key = $"{_prefix}{id}";
        var packed = (byte[])(await database.StringGetAsync(key))!;
        await database.ExecuteAsync("SET", key, SpoiltRecord.Of(packed, how), "KEEPTTL");
    }

    public sealed override ValueTask DisposeAsync()
    {
        _unreachable?.Dispose();
        return ValueTask.CompletedTask;
    }
}
