namespace Azu.Sessions.Tests;

/// <summary>How the cost of a cluster grows with its nodes: counted, as the model in docs/near-cache.md says.</summary>
public sealed class FanOutTests
{
    public static TheoryData<int> Nodes => Tier.IsSoak ? [8, 16, 32, 64, 128] : [8, 32, 48];

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Echoes_grow_with_the_nodes_and_announcements_with_nodes_times_writes(int count)
    {
        await using var cluster = await Cluster.StartAsync(count);
        var server = cluster.Server;
        var cookies = new List<string>();
        for (var i = 0; i < count; i++) cookies.Add(await cluster[i].CreateAsync());
        foreach (var node in cluster.Nodes)
        {
            foreach (var cookie in cookies) await node.LoadAsync(cookie);
        }

        // Reading: nothing, from here on.
        var (finds, published) = (Finds(), server.Published);
        foreach (var node in cluster.Nodes)
        {
            foreach (var cookie in cookies) await node.RequestAsync(cookie);
        }

        Assert.Equal((finds, published), (Finds(), server.Published));

        // Echoes: four in a lease of 2 s and per node, each sent to one node.
        var echoed = server.Echoed;
        cluster.Clock.Advance(TimeSpan.FromSeconds(20));
        await Eventually.HoldsAsync(() => server.Echoed - echoed >= 40L * count);
        Assert.Equal(40L * count, server.Echoed - echoed);
        Assert.Equal(published, server.Published);

        // Writing: one announcement for each, sent to each node once, and each other node reads anew.
        var delivered = server.Delivered;
        for (var i = 0; i < count; i++) await cluster[i].RequestAsync(cookies[i], s => s.Update(d => d with { Count = d.Count + 1 }));
        Assert.Equal(count, server.Published - published);
        Assert.Equal((long)count * count, server.Delivered - delivered);
        foreach (var node in cluster.Nodes)
        {
            foreach (var cookie in cookies) Assert.Equal(1, (await node.RequestAsync(cookie)).Data.Count);
        }

        Assert.Equal(finds + (count * (count - 1)), Finds());

        int Finds() => cluster.Nodes.Sum(n => n.Calls.Finds);
    }
}
