using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers.Dashboard;

/// <summary>A picture of each view is kept under artifacts/screenshots; what can be checked without eyes is checked.</summary>
public sealed class DashboardScreenshotTests(Chromium chromium, PicturedApp app) : IClassFixture<PicturedApp>
{
    [Theory]
    [InlineData("wide", 1280, 800, ColorScheme.Light, Traits = ["Tier", "Soak"])]
    [InlineData("wide", 1280, 800, ColorScheme.Dark, Traits = ["Tier", "Soak"])]
    [InlineData("narrow", 390, 844, ColorScheme.Light)]
    public async Task Every_view_fits_its_window(string device, int width, int height, ColorScheme scheme)
    {
        var suffix = $"{device}-{scheme.ToString().ToLowerInvariant()}";
        var visitor = await app.VisitAsync(chromium, "erin");
        await using var ada = await Operator.ArriveAsync(chromium, app, "now", options: new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
        }, before: async browser => Assert.True((await browser.APIRequest.PostAsync("/enter/ada")).Ok));
        Assert.True((await visitor.PostAsync("/race")).Ok);
        await Expect(ada.Page.Locator(".chart .line").First).ToBeVisibleAsync();
        await KeepAsync(ada, "now", suffix);

        await ada.ShowAsync("Sessions");
        await Expect(ada.Rows.First).ToBeVisibleAsync();
        await KeepAsync(ada, "sessions", suffix);
        await ada.Button("End every session…").ClickAsync();
        await Expect(ada.Dialog.GetByLabel("to confirm")).ToBeVisibleAsync();
        await KeepAsync(ada, "end-all", suffix);
        await ada.InDialog("Cancel").ClickAsync();
        await ada.SearchAsync("Subject", "ada");
        await Expect(ada.Page.Locator("tr.own").First).ToBeVisibleAsync();
        await ada.Page.Locator("tbody input").First.CheckAsync();
        await KeepAsync(ada, "search", suffix);
        await ada.Button("End all of this subject…").ClickAsync();
        await Expect(ada.Dialog.GetByText("Your own session is among them")).ToBeVisibleAsync();
        await KeepAsync(ada, "end-subject", suffix);
        await ada.InDialog("Cancel").ClickAsync();
        await ada.SearchAsync("Subject", "nobody at all");
        await Expect(ada.Page.GetByText("No session has exactly this value.")).ToBeVisibleAsync();
        await KeepAsync(ada, "nothing", suffix);
        await ada.SearchAsync("Subject", "user1");
        await Expect(ada.Rows).ToHaveCountAsync(1);
        await ada.Rows.First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "What happened" })).ToBeVisibleAsync();
        await ada.Button("Show the structure of the data").ClickAsync();
        await Expect(ada.Page.Locator("pre")).ToBeVisibleAsync();
        await KeepAsync(ada, "session", suffix);

        await ada.ShowAsync("Ended");
        await Expect(ada.Rows.First).ToBeVisibleAsync();
        await KeepAsync(ada, "ended", suffix);
        await ada.ShowAsync("Races");
        await Expect(ada.Page.Locator(".minute").First).ToBeVisibleAsync();
        await KeepAsync(ada, "races", suffix);

        await ada.ShowAsync("Sessions");
        await Expect(ada.Rows.First).ToBeVisibleAsync();
        app.StopStore();
        try
        {
            await ada.Button("Search").ClickAsync();
            await Expect(ada.Main.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
            await KeepAsync(ada, "store-down", suffix);
            await ada.ShowAsync("Now");
            await Expect(ada.Page.GetByText("when the store last answered")).ToBeVisibleAsync();
            await KeepAsync(ada, "store-down-now", suffix);
        }
        finally
        {
            app.StartStore();
        }

        await Expect(ada.Page.GetByText("The store does not answer")).ToHaveCountAsync(0);
    }

    private static async Task KeepAsync(Operator ada, string name, string suffix)
    {
        await ada.Page.ScreenshotAsync(new() { Path = Path.Combine(ShopFiles.Screenshots, $"dashboard-{name}-{suffix}.png"), FullPage = true });
        Assert.False(await ada.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
            $"{name} ({suffix}) is wider than its window.");
    }
}

/// <summary>Some sessions, hostile ones among them, some ended.</summary>
public sealed class PicturedApp : OperatedApp
{
    protected override int Seeds => 60;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Sessions.CreateAsync(new(), "<img src=x onerror=alert(1)>", new("198.51.100.4", "<script>alert(1)</script>"));
        await Sessions.CreateAsync(new(), "\u202egro.elpmaxe@eve\u0007", new("2001:db8:85a3::8a2e:370:7334", "curl/8.14"));
        await Sessions.CreateAsync(new(), new string('x', 10_000), new("203.0.113.9", new string('y', 10_000)));
        await Sessions.CreateAsync(new());
        foreach (var (subject, actor) in new[] { ("user7", "dashboard: grace"), ("user8", "azu"), ("user9", null) })
            await Sessions.RevokeSubjectAsync(subject, actor: actor);
    }
}
