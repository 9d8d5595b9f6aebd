namespace Azu.Sessions.Bench;

/// <summary>The sections that load applications over HTTP.</summary>
internal static class HttpSections
{
    public static IReadOnlyList<string> Names { get; } = ["http", "users", "redis", "postgres"];

    /// <summary>Runs one section.</summary>
    public static async Task<MarkdownTable> RunAsync(string section, BenchOptions options)
    {
        var run = await MeasureAsync(section, options);
        return HttpTable.Of(run.Title, options, run);
    }

    private static Task<HttpRun> MeasureAsync(string section, BenchOptions options) => section switch
    {
        "http" => HttpBench.RunAsync("Over HTTP", MemoryContenders.OnThisMachine, options),
        "users" => HttpBench.RunAsync("The user of a request", MemoryContenders.WithUsers, options),
        "redis" => StoreServers.WithRedisAsync("Over Redis", RedisContenders.OverRedis, options),
        "postgres" => StoreServers.WithPostgresAsync("Over PostgreSQL", DatabaseContenders.OverPostgres, options),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "There is no such section."),
    };
}
