using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

public sealed class AccountTests(Chromium chromium, Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task A_customer_changes_their_details_right_after_signing_in()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.SignInAsync("grace");
        await visitor.GoAsync("/account/edit");
        await visitor.Page.GetByLabel("Display name").FillAsync("");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(visitor.Page.GetByText("Please enter a name.")).ToBeVisibleAsync();

        await visitor.Page.GetByLabel("E-mail").FillAsync("admiral@example.com");
        await visitor.Page.GetByLabel("Display name").FillAsync("Amazing <b>Grace</b>");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(visitor.Flash).ToHaveTextAsync("Your details are saved.");
        await Expect(visitor.Page.GetByText("admiral@example.com")).ToBeVisibleAsync();
        await visitor.ExpectNameAsync("Amazing <b>Grace</b>");
    }
}
