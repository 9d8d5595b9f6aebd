using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers.Dashboard;

/// <summary>The rules of axe-core, contrast among them, for each view, dialogs and troubles too.</summary>
public sealed class DashboardAccessibilityTests(Chromium chromium, PicturedApp app) : IClassFixture<PicturedApp>
{
    [Theory]
    [InlineData(1280, ColorScheme.Light, Traits = ["Tier", "Soak"])]
    [InlineData(390, ColorScheme.Dark)]
    public async Task No_view_breaks_a_rule_of_accessibility(int width, ColorScheme scheme)
    {
        await using var ada = await Operator.ArriveAsync(chromium, app, "now", options: new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        }, before: async browser => Assert.True((await browser.APIRequest.PostAsync("/enter/ada")).Ok));
        Assert.True((await ada.Requests.PostAsync("/race")).Ok);
        await Expect(ada.Page.GetByText("in postgresql")).ToBeVisibleAsync();
        await CheckAsync(ada, "now");
        await ada.ShowAsync("Sessions");
        await ada.Rows.First.GetByRole(AriaRole.Checkbox).CheckAsync();
        await CheckAsync(ada, "sessions");
        await ada.Button("End selected…").ClickAsync();
        await Expect(ada.Dialog).ToContainTextAsync("This ends 1 session.");
        await CheckAsync(ada, "dialog");
        await ada.InDialog("Cancel").ClickAsync();
        await ada.Button("End every session…").ClickAsync();
        await Expect(ada.Dialog.GetByLabel("to confirm")).ToBeFocusedAsync();
        await CheckAsync(ada, "dialog with a confirmation");
        await ada.InDialog("Cancel").ClickAsync();
        await ada.SearchAsync("Subject", "user1");
        await Expect(ada.Rows).ToHaveCountAsync(1);
        await ada.Rows.GetByRole(AriaRole.Link).ClickAsync();
        await ada.Button("Show the structure of the data").ClickAsync();
        await Expect(ada.Page.Locator("pre")).ToBeFocusedAsync();
        await CheckAsync(ada, "session");
        await ada.ShowAsync("Ended");
        await Expect(ada.Rows.First).ToBeVisibleAsync();
        await CheckAsync(ada, "ended");
        await ada.ShowAsync("Races");
        await Expect(ada.Page.Locator(".minute").First).ToBeVisibleAsync();
        await CheckAsync(ada, "races");

        await ada.ShowAsync("Sessions");
        await Expect(ada.Rows).Not.ToHaveCountAsync(0);
        app.StopStore();
        try
        {
            await ada.Button("Search").ClickAsync();
            await Expect(ada.Main.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
            await CheckAsync(ada, "store down");
        }
        finally
        {
            app.StartStore();
        }

        await Expect(ada.Page.GetByText("The store does not answer")).ToHaveCountAsync(0);
    }

    private static async Task CheckAsync(Operator ada, string view)
    {
        var result = await ada.Page.RunAxe();
        Assert.True(result.Passes.Length > 10, "Nothing was checked.");
        Assert.True(result.Violations.Length == 0, $"{view}: {string.Join('\n', result.Violations.Select(v =>
            $"{v.Id}: {v.Help} {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html + " " + n.Any.FirstOrDefault()?.Message))}"))}");
    }
}
