using System.Security.Cryptography;

namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>Three application processes that share a store and a secret.</summary>
public abstract class NodeFleet : IAsyncDisposable
{
    /// <summary>How long a node may go on to use a copy of a session that another one has ended.</summary>
    public static readonly TimeSpan Lag = new NearCacheOptions().MaxRevocationLag;

    private const int Size = 3;

    /// <summary>How long a copy lives; null: as long as it does by default.</summary>
    protected virtual TimeSpan? Life => TimeSpan.FromMinutes(5);

    private readonly List<NodeProcess> _nodes = [];
    private NodeStoreAddress? _store;
    private Task? _starting;
    private int _names;
    private int _turns;

    /// <summary>The nodes; a number beyond the last begins again with the first.</summary>
    public NodeProcess this[int number] => _nodes[number % _nodes.Count];

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    /// <summary>Which node a request goes to that names none: one after the other.</summary>
    public NodeProcess Next => this[(int)((uint)Interlocked.Increment(ref _turns) % int.MaxValue)];

    /// <summary>How all visitors connect.</summary>
    internal SocketsHttpHandler Transport { get; } = new() { UseCookies = false, AllowAutoRedirect = false };

    /// <summary>Starts the nodes, unless they run.</summary>
    public Task StartAsync()
    {
        lock (_nodes) return _starting ??= StartNodesAsync();
    }

    private async Task StartNodesAsync()
    {
        _store = await StartStoreAsync();
        var secret = NewSecret();
        _nodes.AddRange(await Task.WhenAll(Enumerable.Range(0, Size).Select(_ => NodeProcess.StartAsync(_store, secret, Life))));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Transport.Dispose();
        foreach (var node in _nodes) await node.DisposeAsync();
        await StopStoreAsync();
    }

    /// <summary>A node on the same store that does not have the others' secret.</summary>
    public Task<NodeProcess> StartStrangerAsync() => NodeProcess.StartAsync(_store!, NewSecret(), Life);

    /// <summary>Somebody with a cookie jar.</summary>
    /// <param name="cookie">What is in it; null: nothing.</param>
    /// <param name="keepsMarkers">Whether it keeps the cookie that says that it wrote.</param>
    public Browser NewBrowser(string? cookie = null, bool keepsMarkers = true) => new(this, cookie, keepsMarkers);

    /// <summary>A name that nobody else has.</summary>
    public string NewName() => $"ann{Interlocked.Increment(ref _names)}";

    /// <summary>Starts the store that the nodes share.</summary>
    protected abstract Task<NodeStoreAddress> StartStoreAsync();

    protected abstract ValueTask StopStoreAsync();

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
