using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>The servers that a section runs on: started for it, on free ports, and named to the applications by variables.</summary>
internal static class StoreServers
{
    public const string RedisVariable = "AZU_BENCH_REDIS";

    private const string PostgresVariable = "AZU_BENCH_POSTGRES", SqliteVariable = "AZU_BENCH_SQLITE";

    /// <summary>In an application under load: where its Redis is.</summary>
    public static string Redis => Environment.GetEnvironmentVariable(RedisVariable)!;

    /// <summary>In an application under load: where its PostgreSQL is.</summary>
    public static string Postgres => Environment.GetEnvironmentVariable(PostgresVariable)!;

    /// <summary>In an application under load: which SQLite file it has.</summary>
    public static string Sqlite => Environment.GetEnvironmentVariable(SqliteVariable)!;

    public static async Task<HttpRun> WithRedisAsync(string title, IReadOnlyList<Contender> contenders, BenchOptions options)
    {
        await using var server = await RedisServer.StartAsync();
        Environment.SetEnvironmentVariable(RedisVariable, server.Configuration);
        await using var meter = new RedisMeter(server);
        return await HttpBench.RunAsync(title, contenders, options, meter);
    }

    public static async Task<HttpRun> WithGarnetAsync(string title, IReadOnlyList<Contender> contenders, BenchOptions options)
    {
        await using var server = await ServerProcess.StartAsync(GarnetApp.Name);
        Environment.SetEnvironmentVariable(RedisVariable, server.Address.Authority);
        await using var meter = new GarnetMeter(server);
        return await HttpBench.RunAsync(title, contenders, options, meter);
    }

    public static async Task<HttpRun> WithPostgresAsync(string title, IReadOnlyList<Contender> contenders, BenchOptions options)
    {
        await using var server = await PostgresServer.StartAsync();
        Environment.SetEnvironmentVariable(PostgresVariable, server.Connection);
        await using var meter = await PostgresMeter.StartAsync(server);
        return await HttpBench.RunAsync(title, contenders, options, meter);
    }

    public static async Task<HttpRun> WithSqliteAsync(string title, IReadOnlyList<Contender> contenders, BenchOptions options)
    {
        using var directory = new TemporaryDirectory();
        var connectionString = $"Data Source={directory.File("sessions.db")}";
        Environment.SetEnvironmentVariable(SqliteVariable, connectionString);
        await using var meter = new SqliteMeter(connectionString);
        return await HttpBench.RunAsync(title, contenders, options, meter);
    }
}
