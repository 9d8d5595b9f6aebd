using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
[assembly: AssemblyFixture(typeof(Azu.Sessions.Scenarios.Tests.Browsers.Chromium))]

namespace Azu.Sessions.Scenarios.Tests.Browsers;

/// <summary>The system's Chromium, started once for all tests, when the first of them needs it. Playwright brings none of its own.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

    private static readonly string[] s_quiet =
        ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _started = new(StartAsync);

    /// <summary>A browser with nothing in it: another device, another person.</summary>
    public async Task<IBrowserContext> NewDeviceAsync(BrowserNewContextOptions? options = null) =>
        await (await _started.Value).Browser.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated) return;
        var (playwright, browser) = await _started.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var path = Find();
        SetDefaultExpectTimeout(30_000); // bounds a hang, on a machine that is busy with other tests too
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            // Chromium's sandbox refuses to run as root.
            Args = Environment.IsPrivilegedProcess ? [.. s_quiet, "--no-sandbox"] : s_quiet,
            // Playwright turns off the pages kept whole for the Back button; at home they are there, and a signed-out visitor must not see them.
            IgnoreDefaultArgs = ["--disable-back-forward-cache"],
        });
        return (playwright, browser);
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("AZU_TEST_CHROMIUM") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new FileNotFoundException($"AZU_TEST_CHROMIUM names {named}, which is not there.");
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return s_names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("The browser tests need Chromium. Install it (Debian: apt-get install chromium), or name one that stands " +
                "elsewhere in AZU_TEST_CHROMIUM.");
    }
}
