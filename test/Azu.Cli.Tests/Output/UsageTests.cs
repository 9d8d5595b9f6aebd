using System.CommandLine;
using System.Text.RegularExpressions;

namespace Azu.Cli.Tests;

/// <summary>What every command has in common.</summary>
public sealed class UsageTests
{
    private static readonly string[] s_commands =
    [
        "session:setup", "session:list", "session:show", "session:revoke", "session:clear", "session:cleanup", "session:stats", "session:secret",
        "db:migrate", "db:status", "db:rollback",
    ];

    public static TheoryData<string> Commands => [.. s_commands];

    [Fact]
    public void Each_command_is_tested_here()
    {
        using var azu = new AzuShell();
        Assert.Equal(s_commands.Order(), AzuCommandLine.Create(CliEnvironment.OfProcess()).Subcommands.Select(c => c.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_has_examples_that_parse(string command)
    {
        using var azu = new AzuShell();
        var help = await azu.RunAsync(command, "--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        var examples = help.Out[help.Out.IndexOf("Examples:\n", StringComparison.Ordinal)..].Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            var words = example.Split('|')[0].Replace("0f3c…32 digits…9a", SessionId.New().ToString(), StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(["azu", command], words[..2]);
            Assert.Empty(AzuCommandLine.Create(CliEnvironment.OfProcess()).Parse(words[1..]).Errors);
        });
    }

    [Theory]
    [InlineData("session:lost")]
    [InlineData("session:list", "--sort")]
    [InlineData("session:list", "--limit", "-1")]
    [InlineData("session:list", "--limit", "many")]
    [InlineData("session:show")]
    [InlineData("session:revoke")]
    [InlineData("session:revoke", "--subject", "alice", "--expired")]
    [InlineData("session:stats", "--interval", "0")]
    [InlineData("session:clear", "--backend", "floppy")]
    [InlineData("db:rollback", "--steps", "none")]
    [InlineData]
    public async Task A_mistake_ends_with_2_and_says_where_help_is(params string[] args)
    {
        using var azu = new AzuShell();
        var result = await azu.RunAsync(args);
        Assert.Equal(2, result.ExitCode);
        Assert.EndsWith("--help shows how it is used.\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("session:lost", "--json")]
    [InlineData("session:show", "zzz", "--json")]
    [InlineData("session:list", "--limit", "x", "--json")]
    [InlineData("session:list", "--json", "--foo")]
    [InlineData("--json")]
    public async Task A_program_reads_one_document_also_when_it_made_a_mistake(params string[] args)
    {
        using var azu = new AzuShell();
        var result = await azu.RunAsync(args);
        Assert.Equal((2, ""), (result.ExitCode, result.Error));
        var json = System.Text.Json.JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal(2, json.GetProperty("exitCode").GetInt32());
        Assert.EndsWith("--help shows how it is used.", json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_have_been_meant_does_not_get_into_the_output()
    {
        using var azu = new AzuShell();
        var result = await azu.RunAsync("session:list", "--jsn");
        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains("--json", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("session:", "session:clear", "session:setup")]
    [InlineData("db:", "db:migrate", "db:rollback")]
    [InlineData("session:clear --ba", "--backend")]
    [InlineData("session:clear --backend ", "redis", "cookie")]
    public async Task Shells_can_ask_what_fits(string typed, params string[] expected)
    {
        using var azu = new AzuShell();
        var suggested = await azu.RunAsync($"[suggest:{typed.Length}]", typed);
        Assert.Equal(0, suggested.ExitCode);
        Assert.All(expected, word => Assert.Contains(word, suggested.Out.Split('\n')));
    }

    [Fact]
    public async Task The_version_is_that_of_the_packages()
    {
        using var azu = new AzuShell();
        Assert.Matches(new Regex(@"^\d+\.\d+\.\d+", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), (await azu.RunAsync("--version")).Out);
        Assert.Equal(typeof(SessionId).Assembly.GetName().Version, typeof(AzuCommandLine).Assembly.GetName().Version);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_ends_with_4_and_says_where_it_was_looked_for()
    {
        using var azu = new AzuShell();
        azu.Variables["REDIS_URL"] = "redis://localhost:1";
        var result = await azu.RunAsync("session:list");
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("REDIS_URL is redis://localhost:1.", result.Error, StringComparison.Ordinal);
        var json = System.Text.Json.JsonDocument.Parse((await azu.RunAsync("session:list", "--json")).Out).RootElement;
        Assert.Equal(4, json.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task A_wrong_password_ends_with_4_and_says_so()
    {
        using var azu = new AzuShell();
        azu.Variables["REDIS_URL"] = $"redis://{Backends.Redis.EndPoint}";
        var result = await azu.RunAsync("session:list");
        Assert.Equal(4, result.ExitCode);
    }

    [Theory]
    [InlineData("a\u001b[31mred", "a\uFFFD[31mred")]
    [InlineData("two\nlines", "two\uFFFDlines")]
    [InlineData("right\u202Eto left", "right\uFFFDto left")]
    [InlineData("plain äöü 日本", "plain äöü 日本")]
    public void What_visitors_send_cannot_move_the_cursor(string text, string safe) => Assert.Equal(safe, SafeText.Of(text));
}
