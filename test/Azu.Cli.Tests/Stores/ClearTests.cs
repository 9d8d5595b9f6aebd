using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Azu.Cli.Tests;

/// <summary>Clearing many sessions: 10⁴ by default, 10⁶ in the soak tier.</summary>
public sealed partial class ClearTests
{
    private const long MostMemory = 192L * 1024 * 1024;

    private static readonly int s_many = Tier.IsSoak ? 1_000_000 : 10_000;

    [Fact]
    public async Task Many_sessions_are_cleared_in_bounded_memory_and_foreign_keys_stay()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = StoreUnderTest.Open("redis", url: server.Configuration);
        await store.CreateManyAsync(s_many);
        string[] foreign = [store.Prefix + "theme", store.Prefix + "0123", "other:session:" + SessionId.New(), "counter"];
        foreach (var key in foreign) await server.AskAsync("SET", key, "kept");

        using var azu = AzuProcess.Start(store.Azu, ["session:clear", "--force"]);
        var peak = await azu.PeakMemoryAsync();

        Assert.Equal((0, ""), (await azu.ExitCodeAsync(), azu.Error));
        Assert.Contains($"\nCleared {s_many} session(s)\n", azu.Out, StringComparison.Ordinal);
        // It says at least every tenth how far it is.
        Assert.True(Cleared().Count(azu.Out) >= 9, azu.Out);
        Assert.True(peak < MostMemory, $"The process took {peak / 1024 / 1024} MB.");
        Assert.Equal(foreign.Order(), ((object?[])(await server.AskAsync("KEYS", "*"))!).Cast<string>().Order());
        TestContext.Current.SendDiagnosticMessage($"{s_many} sessions cleared with a peak of {peak / 1024 / 1024} MB");
    }

    [Fact]
    public async Task On_a_screen_the_bar_moves()
    {
        await using var store = StoreUnderTest.Open("redis", new AzuShell { IsTerminal = true });
        await store.CreateManyAsync(10_000);
        var result = await store.Azu.RunAsync("session:clear", "--force");
        Assert.Equal(0, result.ExitCode);
        var told = Cleared().Matches(result.Out).Select(m => m.Value).Distinct().ToList();
        Assert.True(told.Count >= 2, result.Out);
        Assert.Contains("Cleared 10000 session(s)", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_stops_and_says_how_far_it_got()
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new FaultProxy(server.Port);
        await using var store = StoreUnderTest.Open("redis", url: $"redis://127.0.0.1:{proxy.Port}");
        await store.CreateManyAsync(10_000);
        // A batch takes its time now, so that there is a middle in which to interrupt.
        proxy.Delay = TimeSpan.FromMilliseconds(60);

        using var azu = AzuProcess.Start(store.Azu, ["session:clear", "--force"]);
        await azu.UntilItSaysAsync("Cleared 1,");
        azu.Interrupt();

        Assert.Equal(130, await azu.ExitCodeAsync());
        proxy.Delay = TimeSpan.Zero;
        var left = await store.Sessions.CountAsync();
        var said = Stopped().Match(azu.Error);
        Assert.True(said.Success, azu.Error);
        Assert.True(left > 0);
        // What had been sent when it stopped is carried out; it is one batch at most.
        var told = long.Parse(said.Groups["count"].Value, CultureInfo.InvariantCulture);
        Assert.InRange(10_000 - left, told, told + 1_200);

        Assert.Contains($"\nCleared {left} session(s)\n", (await store.Azu.RunAsync("session:clear", "-f")).Out, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Cleared [\d,]+(?= of| )", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cleared();

    [GeneratedRegex(@"^Stopped: cleared at least (?<count>\d+) session\(s\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Stopped();
}
