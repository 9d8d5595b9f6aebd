namespace Azu.Sessions.Bench;

/// <summary>The sections that load applications over HTTP.</summary>
internal static class HttpSections
{
    public static IReadOnlyList<string> Names { get; } = ["http", "users", "redis", "garnet", "postgres", "sqlite", "express"];

    /// <summary>Runs one section.</summary>
    public static async Task<MarkdownTable?> RunAsync(string section, BenchOptions options) =>
        await MeasureAsync(section, options) is { } run ? HttpTable.Of(run.Title, options, run) : null;

    /// <summary>Runs all of them one after the other, each beside its own endpoint without sessions, into one table.</summary>
    public static async Task<MarkdownTable> CompareAsync(BenchOptions options)
    {
        var runs = new List<HttpRun>();
        foreach (var section in Names)
        {
            if (await MeasureAsync(section, options) is { } run) runs.Add(run);
        }

        return HttpTable.Of("All over HTTP", options, runs);
    }

    private static async Task<HttpRun?> MeasureAsync(string section, BenchOptions options) => section switch
    {
        "http" => await HttpBench.RunAsync("Over HTTP", MemoryContenders.OnThisMachine, options, StoreMeter.None),
        "users" => await HttpBench.RunAsync("The user of a request", MemoryContenders.WithUsers, options, StoreMeter.None),
        "redis" => await StoreServers.WithRedisAsync("Over Redis", RedisContenders.OverRedis, options),
        "garnet" => await StoreServers.WithGarnetAsync("Over Garnet", RedisContenders.OverGarnet, options),
        "postgres" => await StoreServers.WithPostgresAsync("Over PostgreSQL", DatabaseContenders.OverPostgres, options),
        "sqlite" => await StoreServers.WithSqliteAsync("On SQLite", DatabaseContenders.OnSqlite, options),
        "express" => await ExpressApp.IsReadyAsync()
            ? await StoreServers.WithRedisAsync("Beside Express on Node", ExpressContenders.All, options)
            : null,
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "There is no such section."),
    };
}
