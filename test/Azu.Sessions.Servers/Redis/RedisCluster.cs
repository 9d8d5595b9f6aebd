using System.Globalization;

namespace Azu.Sessions.Servers;

/// <summary>A Redis Cluster of three primaries.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private static readonly (int From, int To)[] s_slots = [(0, 5460), (5461, 10922), (10923, 16383)];
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private RedisCluster(IReadOnlyList<RedisServer> servers) => Servers = servers;

    public IReadOnlyList<RedisServer> Servers { get; }

    /// <summary>One of its servers; a client finds the others.</summary>
    public string Configuration => Servers[0].Configuration;

    public static async Task<RedisCluster> StartAsync()
    {
        var servers = await Task.WhenAll(s_slots.Select(_ => RedisServer.StartAsync(isCluster: true)));
        for (var i = 0; i < servers.Length; i++)
        {
            await servers[i].AskAsync("CLUSTER", "ADDSLOTSRANGE", Text(s_slots[i].From), Text(s_slots[i].To));
            await servers[i].AskAsync("CLUSTER", "SET-CONFIG-EPOCH", Text(i + 1));
            if (i > 0) await servers[i].AskAsync("CLUSTER", "MEET", "127.0.0.1", Text(servers[0].Port));
        }
        var cluster = new RedisCluster(servers);
        await cluster.UntilWholeAsync();
        return cluster;
    }

    /// <summary>Each server knows all others, and every slot has an owner.</summary>
    private async Task UntilWholeAsync()
    {
        using var late = new CancellationTokenSource(s_limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        foreach (var server in Servers)
        {
            while (!await IsWholeAsync(server)) await look.WaitForNextTickAsync(late.Token);
        }
    }

    private async Task<bool> IsWholeAsync(RedisServer server)
    {
        var info = (string)(await server.AskAsync("CLUSTER", "INFO"))!;
        return info.Contains("cluster_state:ok", StringComparison.Ordinal) && info.Contains($"cluster_size:{Servers.Count}", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers) await server.DisposeAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
