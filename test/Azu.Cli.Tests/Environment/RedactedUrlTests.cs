namespace Azu.Cli.Tests;

/// <summary>Where a store is can be shown; its password cannot.</summary>
public sealed class RedactedUrlTests
{
    [Theory]
    [InlineData("redis://localhost:6379", "redis://localhost:6379")]
    [InlineData("redis://:geheim@host:6380/2", "redis://host:6380/2")]
    [InlineData("rediss://user:geheim@host", "rediss://user@host")]
    [InlineData("redis://user:ge/heim@host", "redis://…")]
    [InlineData("redis://geheim@host:6379/1", "redis://host:6379/1")]
    [InlineData("redis://ge@heim@host", "redis://host")]
    [InlineData("one:6379,two:6379,password=geheim,ssl=true", "one:6379,two:6379,ssl=true")]
    [InlineData("one:6379,password=ge,heim", "one:6379")]
    [InlineData("password=geheim,one:6379", "")]
    public void In_redis(string url, string shown) => Assert.Equal(shown, RedactedUrl.Of(SessionBackend.Redis, url));

    [Theory]
    [InlineData("postgresql://shop:geheim@db.example:5432/shop?sslpassword=geheim", "postgresql://shop@db.example:5432/shop")]
    [InlineData("postgresql://shop:ge?heim@host/db", "postgresql://…")]
    [InlineData("postgresql://shop:ge@heim@host/db", "postgresql://shop@host/db")]
    [InlineData("Host=db;Username=shop;Password=geheim;Database=shop", "Host=db;Username=shop;Database=shop")]
    [InlineData("Server=db;PWD=geheim;SSL Password=geheim", "Server=db")]
    [InlineData("Data Source=sessions.db;Password=geheim", "Data Source=sessions.db")]
    [InlineData("geheim", "(not readable)")]
    public void In_a_database(string url, string shown) => Assert.Equal(shown, RedactedUrl.Of(SessionBackend.Database, url));

    [Fact]
    public async Task No_command_shows_a_password_or_a_secret()
    {
        var backends = new[] { ("redis", "REDIS_URL", "redis://:geheim-1@localhost:1"),
            ("database", "DATABASE_URL", "postgresql://u:geheim-1@localhost:1/d?connect_timeout=1"),
            ("database", "DATABASE_URL", "Host=localhost;Port=1;Password=geheim-1;Timeout=1") };
        foreach (var (backend, variable, url) in backends)
        {
            using var azu = new AzuShell();
            azu.Variables[variable] = url;
            azu.Variables["SESSION_SECRET"] = StoreUnderTest.Secret;
            var commands = backend == "redis"
                ? new[] { new[] { "session:clear", "-f" }, ["session:stats"], ["session:show", SessionId.New().ToString()],
                    ["session:revoke", "--subject", "a"] }
                : [["session:clear", "-f"], ["db:status"], ["db:migrate", "--json"]];
            foreach (var command in commands)
            {
                var result = await azu.RunAsync([.. command, .. command[0].StartsWith("db:", StringComparison.Ordinal)
                    ? Array.Empty<string>()
                    : ["--backend", backend]]);
                Assert.True(result.ExitCode == 4, $"{command[0]} ended with {result.ExitCode}: {result.All}");
                Assert.DoesNotContain("geheim", result.All, StringComparison.Ordinal);
                Assert.DoesNotContain(StoreUnderTest.Secret, result.All, StringComparison.Ordinal);
                Assert.Contains(variable, result.All, StringComparison.Ordinal);
            }
        }
    }
}
