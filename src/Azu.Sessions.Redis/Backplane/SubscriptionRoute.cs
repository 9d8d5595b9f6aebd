using System.Net;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>Over which connection messages come: the server that the client is subscribed to, and how many connections it has begun to it so far.</summary>
internal readonly record struct SubscriptionRoute(EndPoint? Server, long Connections)
{
    public static SubscriptionRoute Of(IConnectionMultiplexer multiplexer, RedisChannel channel)
    {
        if (multiplexer.GetSubscriber().SubscribedEndpoint(channel) is not { } server) return default;
        // With RESP3 messages come over the connection that commands take.
        var counters = multiplexer.GetServer(server).GetCounters();
        return new(server, counters.Interactive.SocketCount + counters.Subscription.SocketCount);
    }
}
