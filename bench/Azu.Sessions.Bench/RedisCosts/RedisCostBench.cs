using System.Diagnostics;
using System.Globalization;
using Azu.Sessions.TestSupport;
using StackExchange.Redis;

namespace Azu.Sessions.Bench;

/// <summary>
/// What a read and a write of a session cost Redis and its client, beside bare commands on values of the same size, over RESP2 and RESP3. Every
/// workload runs in every round, one after the other, so that whatever else the machine does hits all alike.
/// </summary>
internal static class RedisCostBench
{
    private static readonly RedisProtocol[] s_protocols = [RedisProtocol.Resp2, RedisProtocol.Resp3];

    public static async Task<string> RunAsync(BenchOptions options)
    {
        var text = "";
        foreach (var lanes in (int[])[1, 32]) text += await RunAsync(lanes, options) + "\n";
        return text;
    }

    private static async Task<MarkdownTable> RunAsync(int laneCount, BenchOptions options)
    {
        await using var server = await RedisServer.StartAsync();
        await using var old = new RedisLanes(server, RedisProtocol.Resp2, laneCount);
        await using var current = new RedisLanes(server, RedisProtocol.Resp3, laneCount);
        var workloads = (await RedisWorkload.OfAsync(old, RedisProtocol.Resp2))
            .Zip(await RedisWorkload.OfAsync(current, RedisProtocol.Resp3), (a, b) => new[] { a, b }).SelectMany(pair => pair).ToList();
        var samples = workloads.ToDictionary(w => w, _ => new List<RedisCostSample>());
        var time = options.PartTime * 2;
        foreach (var workload in workloads) await MeasureAsync(server, workload, laneCount, time);
        for (var round = 0; round < options.Rounds; round++)
        {
            // Each round begins elsewhere: what comes first after a pause has no constant advantage.
            for (var i = 0; i < workloads.Count; i++)
            {
                var workload = workloads[(i + (round * 3)) % workloads.Count];
                samples[workload].Add(await MeasureAsync(server, workload, laneCount, time));
            }
        }

        await using var unasked = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        var chosen = unasked.GetServer(unasked.GetEndPoints()[0]).Protocol;
        return Table(workloads, samples, laneCount, $"{old.Value.Length} B, {chosen} by itself", options);
    }

    private static async Task<RedisCostSample> MeasureAsync(RedisServer server, RedisWorkload workload, int laneCount, TimeSpan time)
    {
        GC.Collect();
        var before = await RedisUse.OfAsync(server);
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, laneCount).Select(lane => Task.Run(async () =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(start) < time; count++) await workload.RunAsync(lane);
            return count;
        })));
        var took = Stopwatch.GetElapsedTime(start);
        return (await RedisUse.OfAsync(server)).Since(before, counts.Sum(), took);
    }

    private static MarkdownTable Table(
        List<RedisWorkload> workloads, Dictionary<RedisWorkload, List<RedisCostSample>> samples, int laneCount, string about, BenchOptions options)
    {
        var client = FileVersionInfo.GetVersionInfo(typeof(ConnectionMultiplexer).Assembly.Location).ProductVersion?.Split('+')[0];
        var table = new MarkdownTable(
            string.Create(CultureInfo.InvariantCulture,
                $"Redis and its client, StackExchange.Redis {client}, {laneCount} at a time, {about}: median of {options.Rounds} interleaved rounds of " +
                $"{options.PartTime.TotalSeconds * 2:0.#} s"),
            "operation", "protocol", "per second", "Redis' CPU, µs", "against GET and SET", "client's CPU, µs", "client's B", "sent B", "answered B");
        foreach (var workload in workloads)
        {
            var own = samples[workload];
            var peer = samples[workloads.Single(w => w.Name == RedisWorkload.GetAndSet && w.Protocol == workload.Protocol)];
            var ratio = Median.Of(own.Zip(peer, static (a, b) => a.ServerMicroseconds / b.ServerMicroseconds));
            table.Add(
                workload.Name, workload.Protocol == RedisProtocol.Resp2 ? "RESP2" : "RESP3",
                Of(s => s.PerSecond, "N0"), Of(s => s.ServerMicroseconds, "0.0"), workload.Name.Contains("GET and") || workload.Name == RedisWorkload.Update
                    ? ratio.ToString("0.00", CultureInfo.InvariantCulture) + " ×"
                    : "",
                Of(s => s.ClientMicroseconds, "0.0"), Of(s => s.AllocatedBytes, "N0"), Of(s => s.SentBytes, "N0"), Of(s => s.ReceivedBytes, "N0"));

            string Of(Func<RedisCostSample, double> value, string format) => Median.Of(own.Select(value)).ToString(format, CultureInfo.InvariantCulture);
        }

        return table;
    }
}
