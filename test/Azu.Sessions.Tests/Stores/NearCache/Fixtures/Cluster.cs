namespace Azu.Sessions.Tests;

/// <summary>Some nodes on one server, with one clock.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private Cluster(SharedServer server, ManualTimeProvider clock, ClusterNode[] nodes) => (Server, Clock, Nodes) = (server, clock, nodes);

    public SharedServer Server { get; }

    public ManualTimeProvider Clock { get; }

    public ClusterNode[] Nodes { get; }

    public ClusterNode this[int number] => Nodes[number];

    /// <summary>Nodes that hold their leases.</summary>
    public static async Task<Cluster> StartAsync(
        int count, Action<AzuSessionsOptions>? options = null, Action<NearCacheOptions>? cluster = null, Action<AzuSessionsBuilder<Customer>>? build = null)
    {
        var (server, clock) = (new SharedServer(), new ManualTimeProvider());
        var nodes = Enumerable.Range(0, count).Select(_ => new ClusterNode(server, clock, options, cluster, build)).ToArray();
        foreach (var node in nodes) await node.StartAsync();
        return new(server, clock, nodes);
    }

    /// <summary>Lets time pass in small steps until something has happened.</summary>
    public Task TickUntilAsync(Func<bool> condition) => Eventually.HoldsAsync(() =>
    {
        if (condition()) return true;
        Clock.Advance(TimeSpan.FromMilliseconds(50));
        return false;
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) await node.DisposeAsync();
    }
}
