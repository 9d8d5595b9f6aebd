using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>The servers that a section runs on: started for it, on free ports, and named to the applications by variables.</summary>
internal static class StoreServers
{
    private const string RedisVariable = "AZU_BENCH_REDIS", PostgresVariable = "AZU_BENCH_POSTGRES";

    /// <summary>In an application under load: where its Redis is.</summary>
    public static string Redis => Environment.GetEnvironmentVariable(RedisVariable)!;

    /// <summary>In an application under load: where its PostgreSQL is.</summary>
    public static string Postgres => Environment.GetEnvironmentVariable(PostgresVariable)!;

    public static async Task<HttpRun> WithRedisAsync(string title, IReadOnlyList<Contender> contenders, BenchOptions options)
    {
        await using var server = await RedisServer.StartAsync();
        Environment.SetEnvironmentVariable(RedisVariable, server.Configuration);
        await using var meter = new RedisMeter(server);
        return await HttpBench.RunAsync(title, contenders, options, meter);
    }

    public static async Task<HttpRun> WithPostgresAsync(string title, IReadOnlyList<Contender> contenders, BenchOptions options)
    {
        await using var server = await PostgresServer.StartAsync();
        Environment.SetEnvironmentVariable(PostgresVariable, server.Connection);
        await using var meter = await PostgresMeter.StartAsync(server);
        return await HttpBench.RunAsync(title, contenders, options, meter);
    }
}
