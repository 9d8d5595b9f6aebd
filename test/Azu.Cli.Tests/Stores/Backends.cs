using System.Security.Cryptography;

[assembly: AssemblyFixture(typeof(Azu.Cli.Tests.Backends))]

namespace Azu.Cli.Tests;

/// <summary>The servers of this run: one of each, started with the first test.</summary>
public sealed class Backends : IAsyncLifetime
{
    public const string Password = "pass-word-of-redis";

    private static RedisServer? s_redis;
    private static PostgresServer? s_postgres;

    public static RedisServer Redis => s_redis ?? throw new InvalidOperationException("The Redis of this run is not started yet.");

    public static PostgresServer Postgres => s_postgres ?? throw new InvalidOperationException("The PostgreSQL of this run is not started yet.");

    public static string RedisUrl => $"redis://:{Password}@{Redis.EndPoint}";

    public static string New(string kind) => kind + RandomNumberGenerator.GetHexString(10, lowercase: true);

    public async ValueTask InitializeAsync()
    {
        var postgres = PostgresServer.StartAsync();
        s_redis = await RedisServer.StartAsync(Password);
        s_postgres = await postgres;
    }

    public async ValueTask DisposeAsync()
    {
        if (s_redis is not null) await s_redis.DisposeAsync();
        if (s_postgres is not null) await s_postgres.DisposeAsync();
    }
}
