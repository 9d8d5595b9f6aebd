using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

public sealed class SignInTests(Chromium chromium, Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task A_wrong_password_is_refused_and_the_right_one_admits()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.GoAsync("/login");
        await visitor.FillSignInAsync("ada", "difference");
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not match");
        await visitor.ExpectSignedOutAsync();

        await visitor.FillSignInAsync("ada", "analytical");
        await visitor.ExpectNameAsync("Ada Lovelace");
    }

    [Fact]
    public async Task Who_was_sent_to_the_sign_in_page_comes_back_to_what_they_wanted()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.GoAsync("/account/devices");
        await visitor.ExpectSignInPageAsync();
        await visitor.FillSignInAsync("ada", "analytical");
        await Expect(visitor.Page).ToHaveURLAsync($"{shop.Address}/account/devices");
    }

    [Theory]
    [InlineData("//example.com")]
    [InlineData("/\\example.com")]
    [InlineData("https://example.com/")]
    public async Task A_sign_in_link_that_leads_elsewhere_leads_home(string target)
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.GoAsync($"/login?redirect_to={Uri.EscapeDataString(target)}");
        await visitor.FillSignInAsync("ada", "analytical");
        await visitor.ExpectNameAsync("Ada Lovelace");
        await Expect(visitor.Page).ToHaveURLAsync($"{shop.Address}/");
    }

    [Fact]
    public async Task After_signing_out_neither_the_back_button_nor_a_reload_shows_a_personal_page()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.SignInAsync("ada");
        await visitor.GoAsync("/account");
        await Expect(visitor.Page.GetByText("ada@example.com")).ToBeVisibleAsync();
        await visitor.SignOutAsync();
        await Expect(visitor.Flash).ToHaveTextAsync("You are signed out.");

        // Chromium keeps even no-store pages whole for the Back button, until a cookie of theirs changes, which signing out does.
        await visitor.Page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit });
        await visitor.ExpectSignInPageAsync();
        await Expect(visitor.Page.GetByText("ada@example.com")).ToBeHiddenAsync();

        await visitor.Page.ReloadAsync();
        await visitor.ExpectSignInPageAsync();
    }

    [Fact]
    public async Task The_cookie_of_before_the_sign_out_admits_nobody()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.SignInAsync("ada");
        var kept = (await visitor.CookieAsync())!.Value;
        await visitor.SignOutAsync();
        await Expect(visitor.Flash).ToHaveTextAsync("You are signed out.");

        await visitor.PlantCookieAsync(kept);
        await visitor.ExpectSignedOutAsync();
    }

    [Fact]
    public async Task Without_JavaScript_everything_works()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop, new() { JavaScriptEnabled = false });
        await visitor.AddAsync("Faro");
        await visitor.SignInAsync("grace");
        await visitor.ExpectInCartAsync("Faro", 1);
        await visitor.GoAsync("/account/devices");
        await Expect(visitor.Page.GetByText("This device")).ToBeVisibleAsync();
        await visitor.SignOutAsync();
        await Expect(visitor.Flash).ToHaveTextAsync("You are signed out.");
    }
}
