using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace Azu.Cli.Tests;

/// <summary><c>UseStoreFromEnvironment</c>: the application reads the variables that the command line reads.</summary>
public sealed class StoreFromEnvironmentTests
{
    [Theory]
    [InlineData("memory", null, null, "memory")]
    [InlineData(" Cookie ", null, null, "cookie")]
    [InlineData("redis", "REDIS_URL", "redis://localhost:6379", "redis")]
    [InlineData(null, "REDIS_URL", "localhost", "redis")]
    [InlineData("database", "DATABASE_URL", "postgresql://localhost/shop", "postgresql")]
    [InlineData("database", "DATABASE_URL", "Data Source=sessions.db", "sqlite")]
    public async Task The_backend_that_is_named_is_used(string? backend, string? variable, string? url, string store)
    {
        await using var services = Services(new() { ["SESSION_BACKEND"] = backend, [variable ?? "X"] = url });
        Assert.Equal(store, services.GetRequiredService<SessionManager<UserSession>>().StoreName);
    }

    [Theory]
    [InlineData("mongo", null, "SESSION_BACKEND")]
    [InlineData(null, null, "REDIS_URL")]
    [InlineData("database", null, "DATABASE_URL")]
    [InlineData("database", "geheim", "DATABASE_URL")]
    public void What_is_missing_or_wrong_is_named_at_the_start_and_not_shown(string? backend, string? url, string variable)
    {
        var e = Assert.ThrowsAny<InvalidOperationException>(() => Services(new() { ["SESSION_BACKEND"] = backend, ["DATABASE_URL"] = url }));
        Assert.StartsWith(variable, e.Message, StringComparison.Ordinal);
        Assert.Contains("Check it with: azu ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_line_and_application_find_the_same_sessions()
    {
        using var azu = new AzuShell();
        var schema = Backends.New("t_");
        foreach (var (name, value) in new[] { ("SESSION_BACKEND", "database"), ("DATABASE_URL", Backends.Postgres.Url), ("SESSION_TABLE", "web_sessions"),
            ("SESSION_SCHEMA", schema) }) azu.Variables[name] = value;
        Assert.Equal(0, (await azu.RunAsync("db:migrate")).ExitCode);
        await using var services = Services(azu.Variables.ToDictionary(v => v.Key, v => (string?)v.Value));
        var created = await services.GetRequiredService<SessionManager<UserSession>>().CreateAsync(new UserSession(), "alice");
        Assert.Contains(created.Session.Id.ToString(), (await azu.RunAsync("session:list")).Out, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Dictionary<string, string?> variables)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddAzuSessionsCore<UserSession>(o => o.Secret = StoreUnderTest.Secret).UseStoreFromEnvironment(new Variables(variables));
        return services.BuildServiceProvider();
    }

    /// <summary>A configuration of nothing but variables; the package that reads real ones is the application's.</summary>
    private sealed class Variables(Dictionary<string, string?> values) : IConfiguration
    {
        public string? this[string key]
        {
            get => values.GetValueOrDefault(key);
            set => values[key] = value;
        }

        public IConfigurationSection GetSection(string key) => throw new NotSupportedException();

        public IEnumerable<IConfigurationSection> GetChildren() => [];

        public IChangeToken GetReloadToken() => throw new NotSupportedException();
    }
}
