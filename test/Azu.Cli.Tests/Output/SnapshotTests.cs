namespace Azu.Cli.Tests;

/// <summary>What the commands print, in each of the three styles.</summary>
public sealed class SnapshotTests
{
    public static TheoryData<string> Styles => ["terminal", "plain", "json"];

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task A_list(string style)
    {
        await using var store = Open(style);
        await store.CreateAsync("alice");
        Snapshot.Verify($"list-{style}", (await RunAsync(store.Azu, style, "session:list")).Out);
        Snapshot.Verify($"list-empty-{style}", (await RunAsync(store.Azu, style, "session:list", "--subject", "nobody")).Out);
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task One_session(string style)
    {
        await using var store = Open(style);
        var id = (await store.CreateAsync("alice"))[0];
        Snapshot.Verify($"show-{style}", (await RunAsync(store.Azu, style, "session:show", id.ToString())).Out);
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task Figures(string style)
    {
        await using var store = Open(style);
        await store.CreateAsync("alice", null);
        Snapshot.Verify($"stats-{style}", (await RunAsync(store.Azu, style, "session:stats")).Out, (store.Url, "redis://:secret@localhost:6379"),
            (Backends.Redis.EndPoint, "127.0.0.1:6379"), (store.Prefix, "shop:session:"));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("json")]
    public async Task A_clearing(string style)
    {
        await using var store = Open(style);
        await store.CreateAsync("alice", "bob");
        Snapshot.Verify($"clear-{style}", (await RunAsync(store.Azu, style, "session:clear", "--force")).Out, (Backends.Redis.EndPoint, "127.0.0.1:6379"),
            (store.Prefix, "shop:session:"));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task The_state_of_the_tables(string style)
    {
        using var azu = new AzuShell { IsTerminal = style != "plain" };
        azu.Variables["DATABASE_URL"] = $"Data Source={azu.PathOf("sessions.db")}";
        await azu.RunAsync("db:migrate");
        await azu.RunAsync("db:rollback", "--force");
        Snapshot.Verify($"status-{style}", (await RunAsync(azu, style, "db:status")).Out, (azu.PathOf("sessions.db"), "sessions.db"));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task A_setup(string style)
    {
        using var azu = new AzuShell { IsTerminal = style != "plain" };
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Program.cs", NewWebProject.Program);
        Snapshot.Verify($"setup-{style}", (await RunAsync(azu, style, "session:setup")).Out);
        if (style != "plain") return;
        foreach (var (name, text) in azu.Files()) Snapshot.Verify($"setup-files-{name.Replace('/', '-')}", text);
    }

    [Theory]
    [MemberData(nameof(UsageTests.Commands), MemberType = typeof(UsageTests))]
    public async Task The_help_of_a_command(string command)
    {
        using var azu = new AzuShell();
        Snapshot.Verify($"help-{command.Replace(':', '-')}", (await azu.RunAsync(command, "--help")).Out);
    }

    [Fact]
    public async Task No_colour_is_plain_text_on_a_screen()
    {
        await using var store = Open("terminal");
        store.Azu.Variables["NO_COLOR"] = "1";
        await store.CreateAsync("alice");
        var result = await store.Azu.RunAsync("session:list");
        Assert.DoesNotContain('\u001b', result.Out);
        Snapshot.Verify("list-plain", result.Out);
    }

    private static StoreUnderTest Open(string style) =>
        StoreUnderTest.Open("redis", new AzuShell { IsTerminal = style != "plain", Time = new LaterTime(TimeSpan.FromMinutes(10)) });

    private static Task<AzuResult> RunAsync(AzuShell azu, string style, params string[] args) => azu.RunAsync(style == "json" ? [.. args, "--json"] : args);
}
