using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers.Dashboard;

/// <summary>The dashboard in the shop, whose operator signs in by the very sessions that it shows.</summary>
public sealed class ShopDashboardTests(Chromium chromium, ShopDashboardTests.AuditedShop shop) : IClassFixture<ShopDashboardTests.AuditedShop>
{
    [Fact]
    public async Task The_operator_of_the_shop_signs_a_customer_out_and_sees_why()
    {
        await using var ada = await Visitor.ArriveAsync(chromium, shop);
        await ada.GoAsync("/sessions");
        await ada.ExpectSignInPageAsync();
        await ada.SignInAsync("ada");
        Assert.Equal(403, (await ada.Page.GotoAsync("/sessions"))!.Status);

        await using var katherine = await Visitor.ArriveAsync(chromium, shop);
        await katherine.SignInAsync("katherine", "trajectory");
        await katherine.Page.GetByRole(AriaRole.Link, new() { Name = "Operator" }).ClickAsync();
        await katherine.Page.GetByRole(AriaRole.Link, new() { Name = "Open the dashboard" }).ClickAsync();
        var page = katherine.Page;
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Link, new() { Name = "Sessions" }).ClickAsync();
        await page.GetByLabel("Find by").SelectOptionAsync("subject");
        await page.GetByLabel("Exactly").FillAsync("ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End all of this subject…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End 1 session" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Ended 1 session. Their next requests are refused.");
        await ada.GoAsync("/account");
        await ada.ExpectSignInPageAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Link, new() { Name = "Ended" }).ClickAsync();
        var ended = page.Locator("tbody tr").Filter(new() { HasText = "revoked" });
        await Expect(ended).ToContainTextAsync("dashboard: katherine");
        await Expect(ended).ToContainTextAsync("ada");
    }

    public sealed class AuditedShop : Shop
    {
        private readonly TemporaryDirectory _directory = new();

        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
        {
            ["sessions"] = $"Data Source={Path.Combine(_directory.Path, "shop.db")}",
        };
    }
}
