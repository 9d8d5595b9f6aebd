using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers.Dashboard;

/// <summary>An operator with a browser. Leaving, they have seen no error of a script and no violation of the page's security policy.</summary>
public sealed class Operator : IAsyncDisposable
{
    public static readonly string[] Agents =
    [
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    ];

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly IBrowserContext _device;

    private Operator(IBrowserContext device, IPage page) => (_device, Page) = (device, page);

    public IPage Page { get; }

    /// <summary>The browser's requests outside the page.</summary>
    public IAPIRequestContext Requests => _device.APIRequest;

    public ILocator Main => Page.GetByRole(AriaRole.Main);

    public ILocator Rows => Page.Locator("tbody tr");

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public static async Task<Operator> ArriveAsync(Chromium chromium, OperatedApp app, string view = "sessions", string name = "ada",
        string roles = "operator,administrator", BrowserNewContextOptions? options = null, string pathBase = "", Func<IBrowserContext, Task>? before = null)
    {
        options ??= new();
        options.BaseURL = app.Address;
        var device = await chromium.NewDeviceAsync(options);
        Assert.True((await device.APIRequest.GetAsync($"/operator/{name}?roles={roles}")).Ok);
        if (before is not null) await before(device);
        var page = await device.NewPageAsync();
        var arrived = new Operator(device, page);
        page.PageError += (_, error) => arrived._complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)
                || message.Text.Contains("Trusted", StringComparison.Ordinal))
                arrived._complaints.Enqueue(message.Text);
        };
        await page.GotoAsync($"{pathBase}{OperatedApp.Root}#{view}");
        await Expect(arrived.Main.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        return arrived;
    }

    public Task ShowAsync(string view) =>
        Page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Link, new() { Name = view }).ClickAsync();

    public async Task SearchAsync(string by, string value)
    {
        await Page.GetByLabel("Find by").SelectOptionAsync(new SelectOptionValue { Label = by });
        await Page.GetByLabel("Exactly").FillAsync(value);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Expect(Page.Locator(".list")).ToHaveAttributeAsync("aria-busy", "false");
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public ILocator InDialog(string button) => Dialog.GetByRole(AriaRole.Button, new() { Name = button });

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        Assert.Empty(_complaints);
    }
}
