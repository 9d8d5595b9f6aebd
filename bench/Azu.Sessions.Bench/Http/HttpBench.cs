namespace Azu.Sessions.Bench;

/// <summary>
/// Loads every contender for a few seconds, one after the other, and all of them again in each round, so that whatever else the machine does
/// hits all alike. Everything is related to the endpoint without any session in the same round, and the median of the rounds is reported.
/// </summary>
internal static class HttpBench
{
    /// <param name="title">What the table is about.</param>
    /// <param name="contenders">The rows; the first is the endpoint without any session.</param>
    /// <param name="options">How long.</param>
    /// <param name="store">Measures the store server of the section.</param>
    public static async Task<HttpRun> RunAsync(string title, IReadOnlyList<Contender> contenders, BenchOptions options, StoreMeter store)
    {
        using var files = new CookieFiles();
        var servers = new Dictionary<string, ServerProcess>();
        var samples = contenders.ToDictionary(c => c.Name, _ => new List<HttpSample>());
        var roundTrips = new Dictionary<string, double>();
        var held = new Dictionary<string, HeldBytes>();
        try
        {
            var cookies = new Dictionary<string, string>();
            foreach (var contender in contenders)
            {
                if (!servers.TryGetValue(contender.App, out var server)) servers[contender.App] = server = await ServerProcess.StartAsync(contender.App);
                if (contender.IsHeld) held[contender.Name] = await HeldBytes.OfAsync(server, store, options);
                cookies[contender.Name] = await files.WriteAsync(server, contender.Cookies);
                await Wrk.RunAsync(server.At(contender.Path), cookies[contender.Name], options.WarmUpSeconds);
                roundTrips[contender.Name] = await RoundTripsAsync(store, server.At(contender.Path), cookies[contender.Name]);
            }

            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var contender in contenders)
                {
                    samples[contender.Name].Add(
                        await MeasureAsync(servers[contender.App], contender, cookies[contender.Name], options.RoundSeconds, store));
                }
            }
        }
        finally
        {
            foreach (var server in servers.Values) await server.DisposeAsync();
        }

        return new(title, contenders, samples, roundTrips, held);
    }

    private static async Task<HttpSample> MeasureAsync(ServerProcess server, Contender contender, string cookieFile, int seconds, StoreMeter store)
    {
        var storeBefore = await store.CpuAsync();
        var before = await server.UsedAsync();
        var (requests, duration) = await Wrk.RunAsync(server.At(contender.Path), cookieFile, seconds);
        var after = await server.UsedAsync();
        return new(
            requests / duration,
            (after.Cpu - before.Cpu).TotalMicroseconds / requests,
            (after.AllocatedBytes - before.AllocatedBytes) / requests,
            (await store.CpuAsync() - storeBefore)?.TotalMicroseconds / requests ?? double.NaN);
    }

    private static async Task<double> RoundTripsAsync(StoreMeter store, Uri address, string cookieFile)
    {
        var cookies = await File.ReadAllLinesAsync(cookieFile);
        // Few sessions: near cache copies of many would end before their next request.
        const int Requests = 500, Sessions = 10;
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var client = new HttpClient(handler);
        return await store.CommandsAsync(async () =>
        {
            for (var i = 0; i < Requests; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                if (cookies[i % Math.Min(cookies.Length, Sessions)] is var cookie and not "-") request.Headers.Add("Cookie", cookie);
                using var response = await client.SendAsync(request);
                response.EnsureSuccessStatusCode();
            }
        }) / Requests;
    }
}
