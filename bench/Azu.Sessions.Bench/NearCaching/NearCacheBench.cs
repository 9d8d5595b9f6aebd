using System.Diagnostics;
using System.Globalization;
using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>
/// What copies on the nodes save: reads of the store, as Redis itself counts them, and the time until the last answer of a visit is there. The pauses of
/// visitors pass by a clock that the benchmark moves, the answers take real time.
/// </summary>
internal static class NearCacheBench
{
    public static async Task<MarkdownTable> RunAsync(BenchOptions options)
    {
        string[] columns = ["visit", "nodes", "a round trip to Redis", .. CopyMode.All.SelectMany(m => new[] { $"reads, {m.Name}", $"ms, {m.Name}" })];
        var table = new MarkdownTable(string.Create(CultureInfo.InvariantCulture,
            $"The near cache: reads of the store a visit, and median of its time in {options.Rounds} interleaved rounds"), columns);
        foreach (var delay in (double[])[0, 1])
        {
            foreach (var count in (int[])[1, 3]) await AddAsync(table, TimeSpan.FromMilliseconds(delay), count, options);
        }

        return table;
    }

    private static async Task AddAsync(MarkdownTable table, TimeSpan delay, int count, BenchOptions options)
    {
        await using var redis = await RedisServer.StartAsync();
        using var road = new SlowRoad(redis.Port, delay);
        await using var monitor = await RedisMonitor.StartAsync(redis);
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{(delay == TimeSpan.Zero ? redis.Port : road.Port)}");
        var trip = await RoundTripAsync(address);
        var deployments = new List<CopyNodes>();
        foreach (var mode in CopyMode.All) deployments.Add(await CopyNodes.StartAsync(mode, count, redis, address));
        foreach (var visit in CopyVisit.All)
        {
            List<string> row = [visit.Name, count.ToString(CultureInfo.InvariantCulture), $"{Text(trip, "0.0")} ms"];
            foreach (var (reads, time) in await MeasureAsync(visit, deployments, redis, monitor, options)) row.AddRange([Text(reads, "0.0"),
                Text(time, "0.0")]);
            table.Add([.. row]);
        }

        foreach (var nodes in deployments) await nodes.DisposeAsync();
    }

    private static async Task<List<(double Reads, double Milliseconds)>> MeasureAsync(
        CopyVisit visit, List<CopyNodes> deployments, RedisServer redis, RedisMonitor monitor, BenchOptions options)
    {
        var browsers = deployments.ConvertAll(static nodes => new CopyBrowser(nodes));
        foreach (var browser in browsers)
        {
            await browser.GetAsync("/begin");
            for (var i = 0; i < visit.Count; i++) await VisitAsync(visit, browser); // no first call is measured
        }

        var before = await ReadsAsync(deployments, redis, monitor);
        var times = deployments.ConvertAll(static _ => new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < browsers.Count; i++)
            {
                for (var n = 0; n < visit.Count; n++) times[i].Add(await VisitAsync(visit, browsers[i]));
            }
        }

        var after = await ReadsAsync(deployments, redis, monitor);
        foreach (var browser in browsers) browser.Dispose();
        return [.. times.Select((t, i) => ((double)(after[i] - before[i]) / t.Count, Median.Of(t)))];
    }

    private static async Task<double> VisitAsync(CopyVisit visit, CopyBrowser browser)
    {
        await browser.Nodes.PassAsync(visit.Pause);
        browser.Nodes.CheckLease();
        var start = Stopwatch.GetTimestamp();
        await visit.ActAsync(browser);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>How often Redis was asked for a session of each deployment so far.</summary>
    private static async Task<List<int>> ReadsAsync(List<CopyNodes> deployments, RedisServer redis, RedisMonitor monitor)
    {
        // What Redis tells comes in order: behind this question everything before it has been told.
        var last = Guid.NewGuid().ToString("N");
        await redis.AskAsync("GET", last);
        IReadOnlyDictionary<string, int> reads;
        while (!(reads = monitor.Sent("GET")).ContainsKey(last)) await Task.Delay(10);
        return deployments.ConvertAll(nodes => reads.Where(r => r.Key.StartsWith(nodes.Prefix, StringComparison.Ordinal)).Sum(static r => r.Value));
    }

    private static async Task<double> RoundTripAsync(string address)
    {
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(address);
        var times = new List<double>();
        for (var i = 0; i < 200; i++) times.Add((await redis.GetDatabase().PingAsync()).TotalMilliseconds);
        return Median.Of(times);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
