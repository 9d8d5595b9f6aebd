using System.Text;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>A store that announces, and what this node hears.</summary>
internal sealed class ListeningNode : IAsyncDisposable
{
    private ListeningNode(RedisStore store)
    {
        Store = store;
        Backplane = store.AnnounceWith(new PlainAnnouncer());
    }

    public RedisStore Store { get; }

    public ISessionBackplane Backplane { get; }

    public RecordingListener Listener { get; } = new();

    public static async Task<ListeningNode> StartAsync(IConnectionMultiplexer multiplexer, string prefix)
    {
        var node = await BeginAsync(multiplexer, prefix);
        // The client subscribes when it can; that it has shows in the first echo that comes back.
        await Eventually.HoldsAsync(async () =>
        {
            await node.TryEchoAsync("hello");
            return node.Listener.Has("hello");
        });
        await node.EchoedAsync("ready");
        node.Listener.Forget();
        return node;
    }

    public static async Task<ListeningNode> BeginAsync(IConnectionMultiplexer multiplexer, string prefix)
    {
        var node = new ListeningNode(Stores.Of(multiplexer, prefix));
        await node.Backplane.SubscribeAsync(node.Listener);
        return node;
    }

    public async Task EchoedAsync(string message)
    {
        await Backplane.EchoAsync(Encoding.UTF8.GetBytes(message));
        await Eventually.HoldsAsync(() => Task.FromResult(Listener.Has(message)));
    }

    public async Task TryEchoAsync(string message)
    {
        try
        {
            await Backplane.EchoAsync(Encoding.UTF8.GetBytes(message));
        }
        catch (SessionStoreException)
        {
            // Redis is not there; the caller looks whether it comes back.
        }
    }

    public ValueTask DisposeAsync() => Backplane.DisposeAsync();
}
