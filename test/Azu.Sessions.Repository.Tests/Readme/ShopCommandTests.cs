using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The README's command that runs the shop, typed as it stands, and then the README's curl lines against it.</summary>
public sealed partial class ShopCommandTests
{
    // Any free port of the loopback interface, whatever the sample's launch profile says: somebody may be running the shop right now.
    private static readonly (string, string) s_anyPort = ("Kestrel__Endpoints__Any__Url", "http://127.0.0.1:0");

    [Fact]
    public async Task The_shop_starts_answers_and_stops()
    {
        Assert.Contains(ReadmeCommands.Run, ReadmeCommands.All);
        var folder = Directory.CreateTempSubdirectory("azu-readme-");
        try
        {
            await using var shop = Command.StartLine(ReadmeCommands.Run, environment: s_anyPort);
            var address = (await shop.WaitForAsync(Listening())).Groups["url"].Value;

            using var handler = new SocketsHttpHandler { UseProxy = false };
            using var client = new HttpClient(handler);
            using var page = await client.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
            Assert.True(page.IsSuccessStatusCode, $"GET / was answered with {page.StatusCode}.\n{shop.Output}");
            Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);

            foreach (var curl in ReadmeCommands.Curls) await RunAsync(Address().Replace(curl, address), folder.FullName);
            await shop.StopAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_address_in_the_readme_is_the_one_that_the_shop_listens_on()
    {
        var address = Address().Match(RepositoryTree.Read("README.md"));
        Assert.True(address.Success, "README.md does not say where the shop answers, such as http://localhost:5000.");
        Assert.Contains($"\"{address.Value}\"", RepositoryTree.Read("samples/Shop/Properties/launchSettings.json"), StringComparison.Ordinal);
    }

    /// <summary>In an empty folder for the cookie jar, and with a curl that tells an error page from an answer.</summary>
    private static async Task RunAsync(string line, string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, ".curlrc"), "fail-with-body\nsilent\nshow-error\nmax-time = 30\nnoproxy = *\n",
            TestContext.Current.CancellationToken);
        await using var curl = Command.StartLine(line, folder, ("CURL_HOME", folder));
        Assert.True(await curl.ExitCodeAsync() == 0, $"{line}\n{curl.Output}");
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();

    [GeneratedRegex(@"http://localhost:\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
