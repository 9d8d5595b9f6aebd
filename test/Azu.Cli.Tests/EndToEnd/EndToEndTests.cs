using System.Diagnostics;
using System.Text.Json;

namespace Azu.Cli.Tests;

/// <summary>
/// From <c>dotnet new web</c> to a session that somebody ended: set up, built, run, signed in with <c>curl</c>, listed and revoked by the command line, and
/// anonymous with the next request. Each with the command line as a process, in the project's folder.
/// </summary>
[Collection(nameof(Applications))]
public sealed class EndToEndTests(Applications applications)
{
    [Theory]
    [InlineData("redis", "Development")]
    [InlineData("redis", "Production")]
    [InlineData("postgresql", "Production")]
    [InlineData("sqlite", "Development")]
    [InlineData("startup-redis", "Development")]
    [InlineData("startup-redis", "Production")]
    public async Task Whoever_signs_in_is_listed_and_after_a_revocation_nobody(string backend, string environment)
    {
        using var azu = new AzuShell();
        var variable = backend.EndsWith("redis", StringComparison.Ordinal) ? "REDIS_URL" : "DATABASE_URL";
        azu.Variables[variable] = backend switch
        {
            "redis" or "startup-redis" => Backends.RedisUrl,
            "postgresql" => Backends.Postgres.Url,
            _ => $"Data Source={azu.PathOf("sessions.db")}",
        };
        azu.Variables["SESSION_SECRET"] = StoreUnderTest.Secret;
        if (variable == "DATABASE_URL") await AzuAsync("db:migrate"); // by whichever test comes first

        await using var shop = await RunningApplication.StartAsync(applications.ProgramOf(backend), environment,
            [.. azu.Variables.Select(v => (v.Key, v.Value))]);
        var name = Backends.New("alice-");
        Assert.Equal("nobody", await shop.CurlAsync("/me"));
        await shop.CurlAsync("-X", "POST", $"/login/{name}");
        Assert.Equal(name, await shop.CurlAsync("/me"));

        var listed = JsonDocument.Parse(await AzuAsync("session:list", "--subject", name, "--json")).RootElement.GetProperty("sessions");
        var id = Assert.Single(listed.EnumerateArray()).GetProperty("id").GetString()!;
        Assert.Contains(id, await AzuAsync("session:list", "--limit", "0"), StringComparison.Ordinal);
        // In production it is sealed; the application's name and prefix are those of the project.
        Assert.Contains($"\"Username\": \"{name}\"", await AzuAsync("session:show", id), StringComparison.Ordinal);

        Assert.StartsWith($"Revoked session {id}\n", await AzuAsync("session:revoke", id), StringComparison.Ordinal);
        Assert.Equal("nobody", await shop.CurlAsync("/me"));

        async Task<string> AzuAsync(params string[] args)
        {
            using var process = AzuProcess.Start(azu, args, applications.ProjectOf(backend), applications.Tool);
            Assert.True(await process.ExitCodeAsync() == 0, process.Out + process.Error);
            Assert.Equal("", process.Error);
            return process.Out;
        }
    }

    [Theory]
    [InlineData("clustered-redis", "REDIS_URL")]
    [InlineData("clustered-postgresql", "DATABASE_URL")]
    public async Task A_node_that_keeps_copies_of_sessions_hears_of_a_revocation(string backend, string variable)
    {
        using var azu = new AzuShell();
        azu.Variables[variable] = variable == "REDIS_URL" ? Backends.RedisUrl : Backends.Postgres.Url;
        azu.Variables["SESSION_SECRET"] = StoreUnderTest.Secret;
        if (variable == "DATABASE_URL")
        {
            using var migration = AzuProcess.Start(azu, ["db:migrate"], applications.ProjectOf(backend), applications.Tool);
            Assert.Equal(0, await migration.ExitCodeAsync());
        }
        await using var shop = await RunningApplication.StartAsync(applications.ProgramOf(backend), "Production",
            [.. azu.Variables.Select(v => (v.Key, v.Value))]);
        await shop.CurlAsync("-X", "POST", "/login/carol");
        for (var i = 0; i < 20; i++) Assert.Equal("carol", await shop.CurlAsync("/me"));

        using var process = AzuProcess.Start(azu, ["session:revoke", "--subject", "carol"], applications.ProjectOf(backend), applications.Tool);
        Assert.Equal(0, await process.ExitCodeAsync());
        Assert.Equal(("Revoked 1 session(s) of carol\nNodes that reach the store may admit them for 2 s more: the longest MaxRevocationLag that nodes have " +
            "written.\n", ""), (process.Out, process.Error));
        // A message takes a moment; without one the copy would be good for minutes.
        var until = Stopwatch.StartNew();
        while (await shop.CurlAsync("/me") != "nobody") Assert.True(until.Elapsed < TimeSpan.FromSeconds(20), "The node still uses its copy.");
    }

    [Theory]
    [InlineData("memory", "Development")]
    [InlineData("memory", "Production")]
    [InlineData("main-memory", "Development")]
    [InlineData("cookie", "Development")]
    [InlineData("cookie", "Production")]
    public async Task What_stays_in_the_application_or_in_the_browser_works_without_a_server(string backend, string environment)
    {
        await using var shop = await RunningApplication.StartAsync(applications.ProgramOf(backend), environment, ("SESSION_SECRET", StoreUnderTest.Secret));
        await shop.CurlAsync("-X", "POST", "/login/alice");
        Assert.Equal("alice", await shop.CurlAsync("/me"));

        using var azu = new AzuShell();
        using var process = AzuProcess.Start(azu, ["session:clear", "--force"], applications.ProjectOf(backend), applications.Tool);
        Assert.Equal(1, await process.ExitCodeAsync());
        Assert.Contains("cannot be cleared remotely", process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_development_an_application_for_redis_starts_with_nothing_set()
    {
        await using var shop = await RunningApplication.StartAsync(applications.ProgramOf("redis"), "Development");
        await shop.CurlAsync("-X", "POST", "/login/alice");
        Assert.Equal("alice", await shop.CurlAsync("/me"));
    }
}
