using System.Globalization;

namespace Azu.Sessions.Bench;

/// <summary>
/// Loads every contender for a few seconds, one after the other, and all of them again in each round, so that whatever else the machine does
/// hits all alike. Everything is related to the endpoint without any session in the same round, and the median of the rounds is reported.
/// </summary>
internal static class HttpBench
{
    /// <param name="title">What the table is about.</param>
    /// <param name="contenders">Who runs; the first is the endpoint without any session.</param>
    /// <param name="options">How long.</param>
    public static async Task<MarkdownTable> RunAsync(string title, IReadOnlyList<Contender> contenders, BenchOptions options)
    {
        using var files = new CookieFiles();
        var servers = new Dictionary<string, ServerProcess>();
        var samples = contenders.ToDictionary(c => c.Name, _ => new List<HttpSample>());
        try
        {
            var cookies = new Dictionary<string, string>();
            foreach (var contender in contenders)
            {
                if (!servers.TryGetValue(contender.App, out var server)) servers[contender.App] = server = await ServerProcess.StartAsync(contender.App);
                cookies[contender.Name] = await files.WriteAsync(server, contender.Cookies);
                await Wrk.RunAsync(server.At(contender.Path), cookies[contender.Name], options.WarmUpSeconds);
            }

            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var contender in contenders)
                {
                    samples[contender.Name].Add(await MeasureAsync(servers[contender.App], contender, cookies[contender.Name], options.RoundSeconds));
                }
            }
        }
        finally
        {
            foreach (var server in servers.Values) await server.DisposeAsync();
        }

        return Table(title, contenders, samples, options);
    }

    private static async Task<HttpSample> MeasureAsync(ServerProcess server, Contender contender, string cookieFile, int seconds)
    {
        var before = await server.UsedAsync();
        var (requests, duration) = await Wrk.RunAsync(server.At(contender.Path), cookieFile, seconds);
        var after = await server.UsedAsync();
        return new(requests / duration, (after.Cpu - before.Cpu).TotalMicroseconds / requests,
            (double)(after.AllocatedBytes - before.AllocatedBytes) / requests);
    }

    private static MarkdownTable Table(string title, IReadOnlyList<Contender> contenders, Dictionary<string, List<HttpSample>> samples, BenchOptions options)
    {
        var none = Median.Of(samples[Contender.None].Select(s => s.RequestsPerSecond));
        var table = new MarkdownTable(
            string.Create(CultureInfo.InvariantCulture,
                $"{title}: median of {options.Rounds} interleaved rounds of {options.RoundSeconds} s (none: {none:N0} requests/s)"),
            "contender", "requests/s, none = 1", "CPU added, µs", "B/request added", "requests/s against its peer", "budget");
        foreach (var contender in contenders)
        {
            var own = samples[contender.Name];
            var baseline = samples[contender.Baseline];
            var added = Related(own, baseline, static (a, b) => a.CpuMicroseconds - b.CpuMicroseconds);
            var bytes = Related(own, baseline, static (a, b) => a.AllocatedBytes - b.AllocatedBytes);
            var share = Related(own, baseline, static (a, b) => a.RequestsPerSecond / b.RequestsPerSecond);
            var overData = samples.TryGetValue(Contender.DataAlone, out var data)
                ? Related(own, data, static (a, b) => a.AllocatedBytes - b.AllocatedBytes)
                : 0;
            var ratio = contender.Peer is { } peer ? Related(own, samples[peer], static (a, b) => a.RequestsPerSecond / b.RequestsPerSecond) : (double?)null;
            table.Add(
                contender.Name,
                Text(share, "0.00"),
                Text(added, "0.0"),
                Text(bytes, "0"),
                ratio is { } times ? Text(times, "0.00") + " ×" : "",
                contender.Budget is { } budget ? Verdict(budget, added, share, ratio, overData) : "");
        }

        return table;
    }

    private static double Related(List<HttpSample> own, List<HttpSample> other, Func<HttpSample, HttpSample, double> relate) =>
        Median.Of(own.Zip(other, relate));

    private static string Verdict(Budget budget, double added, double share, double? ratio, double overData)
    {
        List<string> limits = [];
        if (budget.MaxAddedMicroseconds is { } cpu) limits.Add(Limit(added <= cpu, $"≤ {Text(cpu, "0.0")} µs"));
        if (budget.MinShare is { } part) limits.Add(Limit(share >= part, $"≥ {Text(part, "0.00")}"));
        if (budget.MinOfPeer is { } least) limits.Add(Limit(ratio >= least, $"≥ {Text(least, "0.00")} ×"));
        if (budget.MaxBytesOverData is { } most) limits.Add(Limit(overData <= most, $"≤ {Text(most, "0")} B beyond the data: {Text(overData, "0")}"));
        return string.Join(", ", limits);
    }

    private static string Limit(bool isKept, string limit) => isKept ? limit : $"**{limit} missed**";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
