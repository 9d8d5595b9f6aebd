using System.Globalization;
using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>
/// What a request costs Redis and the nodes by the number of nodes with near caches: each write is announced to all of them. All nodes share this
/// process, so its CPU is that of the request and of every node that hears of it.
/// </summary>
internal static class NodeGrowth
{
    private const int Sessions = 256;

    private static readonly int[] s_counts = [1, 2, 4, 8, 16, 32];

    public static async Task<MarkdownTable> RunAsync(BenchOptions options)
    {
        var table = new MarkdownTable("Nodes with near caches on one Redis: random sessions on random nodes, one request at a time", "copies", "request",
            "nodes", "time, µs", "CPU of all nodes, µs", "Redis' CPU, µs", "commands", "published", "B sent by Redis");
        foreach (var mode in CopyMode.All.Where(static m => m.Name != "none"))
        {
            NodeCost? smallestRead = null, smallestWrite = null;
            var writes = new List<string[]>();
            foreach (var count in s_counts)
            {
                await using var redis = await RedisServer.StartAsync();
                await using var nodes = await GrowingNodes.StartAsync(mode, count, redis);
                var tokens = new string[Sessions];
                for (var i = 0; i < Sessions; i++) tokens[i] = (await nodes.Manager.CreateAsync(UserSession.Sample)).Token;
                var random = new Random(count);
                var read = await NodeCost.OfAsync(redis, options, () => EngineRequest.ReadAsync(Node(), tokens[random.Next(Sessions)]));
                var write = await NodeCost.OfAsync(redis, options, () => EngineRequest.WriteAsync(Node(), tokens[random.Next(Sessions)]));
                var number = count.ToString(CultureInfo.InvariantCulture);
                table.Add([mode.Name, "read", number, .. read.Cells(smallestRead ??= read)]);
                writes.Add([mode.Name, "read + write", number, .. write.Cells(smallestWrite ??= write)]);

                SessionEngine<UserSession> Node() => nodes.Engines[random.Next(nodes.Engines.Count)];
            }

            foreach (var row in writes) table.Add(row);
        }

        return table;
    }
}
