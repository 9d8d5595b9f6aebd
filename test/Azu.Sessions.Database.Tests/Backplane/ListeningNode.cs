using System.Collections.Concurrent;
using System.Text;

namespace Azu.Sessions.Database.Tests;

/// <summary>A node that listens, and notes what a backplane brings.</summary>
internal sealed class ListeningNode : IBackplaneListener, IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly ISessionBackplane _backplane;
    private int _interruptions;

    private ListeningNode(DatabaseStore store) => (Store, _backplane) = (store, ((IAnnouncingStore)store).AnnounceWith(new PlainAnnouncer()));

    public DatabaseStore Store { get; }

    public IReadOnlyList<string> Heard => [.. _heard];

    public int Interruptions => Volatile.Read(ref _interruptions);

    public static async Task<ListeningNode> BeginAsync(DatabaseStore store)
    {
        var node = new ListeningNode(store);
        await node._backplane.SubscribeAsync(node, TestContext.Current.CancellationToken);
        return node;
    }

    public void Receive(ReadOnlySpan<byte> message) => _heard.Enqueue(Encoding.UTF8.GetString(message));

    public void Interrupted() => Interlocked.Increment(ref _interruptions);

    public async Task EchoAsync(string message) => await _backplane.EchoAsync(Encoding.UTF8.GetBytes(message), TestContext.Current.CancellationToken);

    /// <summary>Sends echoes until one comes back, and returns how many were sent.</summary>
    public async Task<int> EchoedAsync(string name)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var sent = 1; ; sent++)
        {
            try
            {
                await EchoAsync($"{name} {sent}");
            }
            catch (SessionStoreException)
            {
                // The server is not there, or this node does not listen to it yet.
            }
            await look.WaitForNextTickAsync(late.Token);
            if (_heard.Any(m => m.StartsWith(name + " ", StringComparison.Ordinal))) return sent;
        }
    }

    public ValueTask DisposeAsync() => _backplane.DisposeAsync();
}
