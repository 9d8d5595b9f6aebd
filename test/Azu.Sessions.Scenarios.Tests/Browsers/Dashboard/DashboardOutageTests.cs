using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers.Dashboard;

/// <summary>The store goes and comes back under an open page; at last everything is ended.</summary>
public sealed class DashboardOutageTests(Chromium chromium, OperatedApp app) : IClassFixture<OperatedApp>
{
    [Fact]
    public async Task The_page_says_that_the_store_is_down_keeps_its_figures_and_goes_on_when_it_is_back()
    {
        await app.VisitAsync(chromium, "alice");
        await using var ada = await Operator.ArriveAsync(chromium, app);
        await using var grace = await Operator.ArriveAsync(chromium, app, "now", "grace");
        await Expect(ada.Rows).ToHaveCountAsync(1);
        await Expect(grace.Page.GetByText("figures are live")).ToBeVisibleAsync();
        app.StopStore();
        await ada.Button("Search").ClickAsync();
        await Expect(ada.Page.GetByText("This may be old.")).ToBeVisibleAsync();
        await Expect(ada.Rows).ToHaveCountAsync(1);
        // No operator need ask: the page hears of it.
        await Expect(grace.Page.GetByText("The store does not answer. The figures of this node go on")).ToBeVisibleAsync();
        await Expect(grace.Page.GetByText("figures are live")).ToBeVisibleAsync();
        app.StartStore();
        await Expect(grace.Page.GetByText("The store does not answer")).ToHaveCountAsync(0);
        await Expect(ada.Page.GetByText("The store does not answer")).ToHaveCountAsync(0);
        await Expect(ada.Rows).ToHaveCountAsync(1);

        await ada.Button("End every session…").ClickAsync();
        var end = ada.InDialog("End them");
        await Expect(end).ToBeDisabledAsync();
        await ada.Dialog.GetByLabel("to confirm").FillAsync("account");
        await Expect(end).ToBeDisabledAsync();
        await ada.Dialog.GetByLabel("to confirm").FillAsync("Account");
        await end.ClickAsync();
        await Expect(ada.Dialog).ToContainTextAsync("Ended 1 session.");
        await ada.InDialog("Close").ClickAsync();
        await Expect(ada.Page.GetByText("There are no sessions yet.")).ToBeVisibleAsync();
        await ada.ShowAsync("Ended");
        await Expect(ada.Rows.First).ToContainTextAsync("cleared");
        await Expect(ada.Rows.First).ToContainTextAsync("dashboard: ada");
    }
}
