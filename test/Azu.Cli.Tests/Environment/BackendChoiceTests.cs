namespace Azu.Cli.Tests;

/// <summary>The flag, then the project's own setup, then <c>SESSION_BACKEND</c>, then redis.</summary>
public sealed class BackendChoiceTests
{
    [Fact]
    public async Task Each_place_is_asked_in_its_order()
    {
        using var azu = new AzuShell();
        // Without a URL each backend names the variable that it misses; these two say that they cannot be reached.
        Assert.Contains("REDIS_URL is not set", (await azu.RunAsync("session:list")).Error, StringComparison.Ordinal);
        azu.Variables["SESSION_BACKEND"] = "database";
        Assert.Contains("DATABASE_URL is not set", (await azu.RunAsync("session:list")).Error, StringComparison.Ordinal);
        azu.Write("Sessions/SessionSetup.cs", "sessions.UseCookieStore();");
        Assert.Contains("Sessions in cookies", (await azu.RunAsync("session:list")).Error, StringComparison.Ordinal);
        Assert.Contains("Sessions in memory", (await azu.RunAsync("session:list", "-b", "memory")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("if (dev) s.UseMemoryStore(); else s.UseRedisStore(url);", SessionBackend.Redis)]
    [InlineData("s.UseRedisStore(url).WithNearCache()", SessionBackend.Redis)]
    [InlineData("s.UseDatabaseStore(url).WithNearCache()", SessionBackend.Database)]
    [InlineData("s.UseMemoryStore()", SessionBackend.Memory)]
    [InlineData("// s.UseRedisStore(url)\ns.UseDatabaseStore(url)", SessionBackend.Database)]
    [InlineData("/* .UseRedisStore( */ s.UseCookieStore()", SessionBackend.Cookie)]
    [InlineData("s.UseRedisStore(url); s.UseDatabaseStore(url)", null)]
    [InlineData("s.UseStoreFromEnvironment(); s.UseMemoryStore()", null)]
    [InlineData("nothing", null)]
    public void The_setup_says_which_store_it_uses(string code, object? backend) => Assert.Equal((SessionBackend?)backend, ProjectSetup.Parse(code).Backend);

    [Fact]
    public void Names_are_read_where_they_are_plain_text()
    {
        var setup = ProjectSetup.Parse("""
            const string Application = "shop"; // Application = "not this"
            r.KeyPrefix = "shop:session:";
            d.Table = $"{x}_sessions"; d.Schema = name;
            o.Cookie.Name = "shop_session";
            """);
        Assert.Equal(("shop", "shop:session:", null, null, "shop_session"), (setup.Application, setup.KeyPrefix, setup.Table, setup.Schema, setup.CookieName));
        Assert.Null(ProjectSetup.Parse("KeyPrefix = \"a\"; KeyPrefix = \"b\";").KeyPrefix);
        Assert.Equal("https://a", ProjectSetup.Parse("Table = \"https://a\";").Table);
    }

    [Fact]
    public async Task A_backend_that_is_none_is_named_with_those_that_are()
    {
        using var azu = new AzuShell();
        azu.Variables["SESSION_BACKEND"] = "mongo";
        var result = await azu.RunAsync("session:stats");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("SESSION_BACKEND names no backend.\nIts form: redis, database, memory or cookie\nCheck it with: azu session:stats\n", result.Error);
        Assert.Equal(2, (await azu.RunAsync("session:stats", "--backend", "mongo")).ExitCode);
    }

    [Theory]
    [InlineData("REDIS_URL", "redis", "http://geheim", "redis://[[user]:password@]host[:port][/database]", "azu session:stats --backend redis")]
    [InlineData("DATABASE_URL", "database", "mysql://geheim", "postgresql://user:password@host:5432/database", "azu db:status")]
    public async Task A_url_that_is_missing_or_wrong_is_named_with_its_form_and_the_command_that_checks_it(string variable, string backend, string wrong,
        string form, string check)
    {
        using var azu = new AzuShell();
        foreach (var value in new[] { "", wrong })
        {
            azu.Variables[variable] = value;
            var result = await azu.RunAsync("session:list", "--backend", backend);
            Assert.Equal(2, result.ExitCode);
            Assert.StartsWith(variable, result.Error, StringComparison.Ordinal);
            Assert.Contains(form, result.Error, StringComparison.Ordinal);
            Assert.Contains($"Check it with: {check}", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("geheim", result.Error, StringComparison.Ordinal);
        }
    }
}
