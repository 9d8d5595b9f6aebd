using System.Globalization;
using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>What a request costs over HTTP by the number of connections that send one at a time.</summary>
internal static class ConnectionGrowth
{
    // Several times the most connections, so that two requests of one session are hardly ever under way at once.
    private const int Sessions = 1_024;

    private static readonly int[] s_connections = [1, 4, 16, 64, 256];

    public static async Task<MarkdownTable> RunAsync(BenchOptions options)
    {
        var table = new MarkdownTable($"Connections: requests over HTTP, median of {options.Rounds} rounds of {options.RoundSeconds} s", "request",
            "connections", "requests/s", "time, µs", "server's CPU, µs");
        await using var redis = await RedisServer.StartAsync();
        Environment.SetEnvironmentVariable(StoreServers.RedisVariable, redis.Configuration);
        using var directory = new TemporaryDirectory();
        foreach (var (name, app) in ((string, string)[])[("memory", "azu"), ("Redis", "azu-redis")])
        {
            await using var server = await ServerProcess.StartAsync(app);
            var cookies = directory.File(app);
            await File.WriteAllLinesAsync(cookies, await server.BeginSessionsAsync(Sessions));
            await AddAsync(table, name + ", read", server, "/read", cookies, options);
            await AddAsync(table, name + ", read + write by Update", server, "/update", cookies, options);
        }

        return table;
    }

    private static async Task AddAsync(MarkdownTable table, string name, ServerProcess server, string path, string cookies, BenchOptions options)
    {
        await Wrk.RunAsync(server.At(path), cookies, options.WarmUpSeconds);
        var samples = s_connections.ToDictionary(static c => c, static _ => new List<HttpSample>());
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var connections in s_connections)
            {
                var before = await server.UsedAsync();
                var (requests, seconds) = await Wrk.RunAsync(server.At(path), cookies, options.RoundSeconds, connections);
                var after = await server.UsedAsync();
                samples[connections].Add(new(requests / seconds, (after.Cpu - before.Cpu).TotalMicroseconds / requests, 0, double.NaN));
            }
        }

        var fewest = s_connections[0];
        foreach (var connections in s_connections)
        {
            table.Add(name, connections.ToString(CultureInfo.InvariantCulture), Cell(static (s, _) => s.RequestsPerSecond),
                Cell(static (s, c) => c * 1e6 / s.RequestsPerSecond), Cell(static (s, _) => s.CpuMicroseconds));

            string Cell(Func<HttpSample, int, double> value) => CallCost.Cell(
                Median.Of(samples[connections].Select(s => value(s, connections))), Median.Of(samples[fewest].Select(s => value(s, fewest))));
        }
    }
}
