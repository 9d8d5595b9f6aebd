using Azu.Sessions.Testing;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>The store as two nodes use it, over a connection each, and a neighbour whose prefix begins with theirs.</summary>
/// <param name="connectAsync">The connections of the two nodes.</param>
public abstract class RedisUnderTest(Func<Task<(ConnectionMultiplexer Own, ConnectionMultiplexer Other)>> connectAsync) : SharedStoreUnderTest
{
    private RedisStore? _store;
    private RedisStore? _otherNode;
    private RedisStore? _neighbour;

    public sealed override ISessionStore Store => _store!;

    public sealed override ISessionIndex Index => _store!;

    public sealed override ISessionStore OtherNode => _otherNode!;

    public sealed override ISessionStore Neighbour => _neighbour!;

    public sealed override int Rounds => Tier.Races;

    public sealed override async ValueTask InitializeAsync()
    {
        var (own, other) = await connectAsync();
        var prefix = Stores.NewPrefix();
        _store = Stores.Of(own, prefix, Clock);
        _otherNode = Stores.Of(other, prefix, Clock);
        _neighbour = Stores.Of(own, prefix + "neighbour:", Clock);
    }
}
