using System.Text.Json;

namespace Azu.Cli.Tests;

/// <summary>A dry run says what a run does, and writes nothing.</summary>
public sealed class DryRunTests
{
    [Theory]
    [InlineData("redis", 0)]
    [InlineData("database", 0)]
    [InlineData("memory", 5)]
    [InlineData("cookie", 1)]
    public async Task A_dry_run_writes_nothing_and_ends_as_the_run_does(string backend, int exitCode)
    {
        using var azu = NewProject();
        if (exitCode == 5) azu.Write("Services.cs", "class S { void M(IServiceCollection services) { services.AddSession(); } }");
        if (exitCode == 1) azu.Write("Sessions/SessionSetup.cs", "s.UseRedisStore(url);");
        var files = azu.Files();
        var dry = await azu.RunAsync("session:setup", "--backend", backend, "--dry-run");
        Assert.Equal(exitCode, dry.ExitCode);
        Assert.Equal(files, azu.Files());
        Assert.Equal(exitCode, (await azu.RunAsync("session:setup", "--backend", backend)).ExitCode);
        if (exitCode == 1) return;
        foreach (var name in azu.Files().Where(f => !files.TryGetValue(f.Key, out var before) || before != f.Value).Select(f => f.Key))
            Assert.Contains($"+++ b/{(name.StartsWith("Migrations", StringComparison.Ordinal) ? "Migrations/" : name)}", dry.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_change_is_shown_as_a_difference()
    {
        using var azu = NewProject();
        Snapshot.Verify("setup-dry-run-plain", (await azu.RunAsync("session:setup", "--dry-run")).Out);
    }

    [Fact]
    public async Task Programs_get_the_differences_too()
    {
        using var azu = NewProject();
        var json = JsonDocument.Parse((await azu.RunAsync("session:setup", "--dry-run", "--json")).Out).RootElement;
        Assert.True(json.GetProperty("dryRun").GetBoolean());
        var program = json.GetProperty("files").EnumerateArray().Single(f => f.GetProperty("file").GetString() == "Program.cs");
        Assert.Equal("""
            --- a/Program.cs
            +++ b/Program.cs
            @@ -1,5 +1,8 @@
             var builder = WebApplication.CreateBuilder(args);
            +builder.AddSessions();
             var app = builder.Build();
            +
            +app.UseAzuSessions();
             
             app.MapGet("/", () => "Hello World!");
             

            """, program.GetProperty("diff").GetString());
        Assert.Equal(["Program.cs", "shop.csproj"], azu.Files().Keys.Order());
    }

    [Theory]
    [InlineData(null, "a\n", "--- /dev/null|+++ b/f|@@ -0,0 +1,1 @@|+a")]
    [InlineData("a\nb", "a\nc", "--- a/f|+++ b/f|@@ -1,2 +1,2 @@| a|-b|\\ No newline at end of file|+c|\\ No newline at end of file")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\nx\n", "--- a/f|+++ b/f|@@ -1,3 +1,4 @@|+0| 1| 2| 3|@@ -7,3 +8,4 @@| 7| 8| 9|+x")]
    [InlineData("a\r\nb\r\n", "a\r\nb\r\nc\r\n", "--- a/f|+++ b/f|@@ -1,2 +1,3 @@| a| b|+c")]
    public void A_difference_has_the_format_of_diff(string? before, string after, string expected) =>
        Assert.Equal(expected.Split('|'), UnifiedDiff.Of("f", before, after));

    private static AzuShell NewProject()
    {
        var azu = new AzuShell();
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Program.cs", NewWebProject.Program);
        return azu;
    }
}
