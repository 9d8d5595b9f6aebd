using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The program of the README: a reader pastes it whole into a new project.</summary>
public sealed partial class ReadmeProgramTests
{
    private const string Sample = "samples/Start/Program.cs";

    /// <summary>The first block of C# in the README.</summary>
    public static string Text => CodeBlock.AllIn(RepositoryTree.Read("README.md")).First(b => b.Language == "csharp").Text;

    [Fact]
    public void The_readme_shows_the_whole_program() => Assert.Equal(RepositoryTree.Read(Sample), Text);

    [Fact]
    public async Task The_program_of_the_readme_keeps_a_cart_and_signs_in_and_out()
    {
        // Built with this project, in the same configuration.
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        await using var program = Command.Start(
            ["dotnet", RepositoryTree.PathOf($"samples/Start/bin/{output.Parent!.Name}/{output.Name}/Start.dll")],
                environment: [("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("ASPNETCORE_ENVIRONMENT", "Development")]);
        var address = (await program.WaitForAsync(Listening())).Groups["url"].Value;
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var browser = new HttpClient(handler) { BaseAddress = new Uri(address) };
        var cancellation = TestContext.Current.CancellationToken;

        (await browser.PostAsync("/cart/apple", null, cancellation)).EnsureSuccessStatusCode();
        Assert.Equal("Hello , 1 in the cart. ", await browser.GetStringAsync("/", cancellation));
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await browser.PostAsJsonAsync("/login", new { userName = "alice", password = "wrong" }, cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent,
            (await browser.PostAsJsonAsync("/login", new { userName = "alice", password = "open sesame" }, cancellation)).StatusCode);
        Assert.Equal("Hello alice, 1 in the cart. Welcome back", await browser.GetStringAsync("/", cancellation));
        (await browser.PostAsync("/logout", null, cancellation)).EnsureSuccessStatusCode();
        Assert.Equal("Hello , 0 in the cart. ", await browser.GetStringAsync("/", cancellation));
        await program.StopAsync();
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
