using System.Text.RegularExpressions;

namespace Azu.Cli.Tests;

/// <summary>A list is read line by line, however narrow the screen is and whatever visitors send.</summary>
public sealed partial class NarrowScreenTests
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(110)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task Each_session_is_one_line_with_an_id_that_finds_it(int width)
    {
        await using var store = StoreUnderTest.Open("sqlite", new AzuShell { IsTerminal = true, Width = width });
        string?[] subjects = ["bob", null, "somebody-with-a-very-long-name@a-very-long-domain.example", "日本語の名前はとても長いことがあります日本語の名前"];
        foreach (var subject in subjects) await store.Sessions.CreateAsync(new UserSession(subject, 1), subject,
            new SessionClient("2001:db8:85a3:8d3:1319:8a2e:370:7348", Browser));

        var lines = Colour().Replace((await store.Azu.RunAsync("session:list")).Out, "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(subjects.Length + 4, lines.Length);
        Assert.All(lines, line => Assert.True(new Spectre.Console.Rendering.Segment(line).CellCount() <= width, line));
        var ids = lines.Skip(3).Take(subjects.Length).Select(line => line.Split('│')[1].Trim()).ToList();
        Assert.Equal(width >= 110, ids.TrueForAll(id => id.Length == 32));
        foreach (var id in ids) Assert.Equal(0, (await store.Azu.RunAsync("session:show", id)).ExitCode);
        Assert.Contains(lines, line => line.Contains("│ bob", StringComparison.Ordinal));
        Assert.Equal(width >= 110, Array.Exists(lines, line => line.Contains("2001:db8:", StringComparison.Ordinal)));
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.None, 1000)]
    private static partial Regex Colour();
}
