using System.Globalization;

namespace Azu.Sessions.TestSupport;

/// <summary>A Redis Cluster of three primaries, with a replica each where a test wants them.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int LooksPerHandOver = 120;

    private static readonly (int From, int To)[] s_slots = [(0, 5460), (5461, 10922), (10923, 16383)];

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private RedisCluster(IReadOnlyList<RedisServer> servers, IReadOnlyList<RedisServer> replicas) => (Servers, Replicas) = (servers, replicas);

    /// <summary>The primaries at the start.</summary>
    public IReadOnlyList<RedisServer> Servers { get; }

    /// <summary>The replica of each primary at the start; empty: there are none.</summary>
    public IReadOnlyList<RedisServer> Replicas { get; }

    /// <summary>One of its servers; a client finds the others.</summary>
    public string Configuration => Servers[0].Configuration;

    private IEnumerable<RedisServer> All => Servers.Concat(Replicas);

    public static async Task<RedisCluster> StartAsync(bool hasReplicas = false)
    {
        var servers = await StartAllAsync();
        var replicas = hasReplicas ? await StartAllAsync() : [];
        var cluster = new RedisCluster(servers, replicas);
        for (var i = 0; i < servers.Length; i++)
        {
            await servers[i].AskAsync("CLUSTER", "ADDSLOTSRANGE", Text(s_slots[i].From), Text(s_slots[i].To));
            await servers[i].AskAsync("CLUSTER", "SET-CONFIG-EPOCH", Text(i + 1));
        }

        // By hearsay it would take many seconds until everybody knows everybody.
        foreach (var server in cluster.All)
        {
            foreach (var other in cluster.All.Where(o => o != server)) await server.AskAsync("CLUSTER", "MEET", "127.0.0.1", Text(other.Port));
        }

        await cluster.UntilWholeAsync();
        for (var i = 0; i < replicas.Length; i++)
        {
            await replicas[i].AskAsync("CLUSTER", "REPLICATE", await IdAsync(servers[i]));
            var replica = replicas[i];
            await UntilAsync(async () => await replica.InfoAsync("replication", "master_link_status") == "up");
            var primary = servers[i];
            await UntilAsync(async () => (await primary.InfoAsync("replication", "slave0"))?.Contains("state=online", StringComparison.Ordinal) == true);
        }

        return cluster;
    }

    /// <summary>A primary stops writing, waits until its replica has everything, and they change places.</summary>
    public async Task HandOverAsync(int number)
    {
        // The servers give an attempt up that takes five seconds, as it may where they hardly get to run.
        var looks = 0;
        await UntilAsync(async () =>
        {
            if (await IsPromotedAsync(number)) return true;
            if (looks++ % LooksPerHandOver == 0) await Replicas[number].AskAsync("CLUSTER", "FAILOVER");
            return false;
        });
    }

    /// <summary>Waits until a replica has everything that its primary had when this was called.</summary>
    public async Task UntilReplicatedAsync(int number)
    {
        var written = await OffsetAsync(Servers[number], "master_repl_offset");
        await UntilAsync(async () => await OffsetAsync(Replicas[number], "slave_repl_offset") >= written);
    }

    /// <summary>Waits until the others have made a replica a primary.</summary>
    public Task UntilPromotedAsync(int number) => UntilAsync(() => IsPromotedAsync(number));

    /// <summary>Moves every slot that holds keys from one primary to another, while both are used.</summary>
    public async Task MoveAsync(RedisServer from, RedisServer to)
    {
        var (source, target) = (await IdAsync(from), await IdAsync(to));
        foreach (var slot in await OccupiedSlotsAsync(from))
        {
            await to.AskAsync("CLUSTER", "SETSLOT", slot, "IMPORTING", source);
            await from.AskAsync("CLUSTER", "SETSLOT", slot, "MIGRATING", target);
            while (await from.AskAsync("CLUSTER", "GETKEYSINSLOT", slot, "100") is object?[] { Length: > 0 } keys)
                await from.AskAsync(["MIGRATE", "127.0.0.1", Text(to.Port), "", "0", "5000", "KEYS", .. keys.Cast<string>()]);
            await to.AskAsync("CLUSTER", "SETSLOT", slot, "NODE", target);
            await from.AskAsync("CLUSTER", "SETSLOT", slot, "NODE", target);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in All) await server.DisposeAsync();
    }

    private async Task<bool> IsPromotedAsync(int number) => await Replicas[number].InfoAsync("replication", "role") == "master";

    /// <summary>Each server knows all others, and every slot has an owner.</summary>
    private async Task UntilWholeAsync()
    {
        foreach (var server in All) await UntilAsync(() => IsWholeAsync(server));
    }

    private async Task<bool> IsWholeAsync(RedisServer server)
    {
        var info = (string)(await server.AskAsync("CLUSTER", "INFO"))!;
        return Has("cluster_state:ok") && Has($"cluster_size:{Servers.Count}") && Has($"cluster_known_nodes:{All.Count()}");

        bool Has(string line) => info.Contains(line + "\r\n", StringComparison.Ordinal);
    }

    private static Task<RedisServer[]> StartAllAsync() =>
        Task.WhenAll(s_slots.Select(_ => RedisServer.StartAsync(isCluster: true, arguments: ["--repl-diskless-sync-delay", "0"])));

    private static async Task<string[]> OccupiedSlotsAsync(RedisServer server)
    {
        var slots = new HashSet<string>();
        var keys = (object?[])(await server.AskAsync("KEYS", "*"))!;
        foreach (var key in keys.Cast<string>()) slots.Add(Text((int)(long)(await server.AskAsync("CLUSTER", "KEYSLOT", key))!));
        return [.. slots];
    }

    private static async Task<string> IdAsync(RedisServer server) => (string)(await server.AskAsync("CLUSTER", "MYID"))!;

    private static async Task<long> OffsetAsync(RedisServer server, string name) =>
        long.Parse((await server.InfoAsync("replication", name))!, CultureInfo.InvariantCulture);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var late = new CancellationTokenSource(s_limit);
        using var look = new PeriodicTimer(s_look);
        while (!await condition()) await look.WaitForNextTickAsync(late.Token);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
