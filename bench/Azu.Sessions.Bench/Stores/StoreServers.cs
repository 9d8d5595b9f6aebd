using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>The Redis and the PostgreSQL that a section runs on: started for it, on free ports, and named to the applications by variables.</summary>
internal static class StoreServers
{
    public const string RedisVariable = "AZU_BENCH_REDIS", PostgresVariable = "AZU_BENCH_POSTGRES";

    /// <summary>In an application under load: where its Redis is.</summary>
    public static string Redis => Environment.GetEnvironmentVariable(RedisVariable)!;

    /// <summary>In an application under load: where its PostgreSQL is.</summary>
    public static string Postgres => Environment.GetEnvironmentVariable(PostgresVariable)!;

    public static async Task<MarkdownTable> RunWithRedisAsync(BenchOptions options)
    {
        await using var server = await RedisServer.StartAsync();
        Environment.SetEnvironmentVariable(RedisVariable, server.Configuration);
        return await HttpBench.RunAsync("Over Redis", Contenders.OverRedis, options);
    }

    public static async Task<MarkdownTable> RunWithPostgresAsync(BenchOptions options)
    {
        await using var server = await PostgresServer.StartAsync();
        Environment.SetEnvironmentVariable(PostgresVariable, server.Connection);
        return await HttpBench.RunAsync("Over PostgreSQL", Contenders.OverPostgres, options);
    }
}
