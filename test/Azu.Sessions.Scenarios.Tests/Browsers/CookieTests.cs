using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

public sealed class CookieTests(Chromium chromium, Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task The_browser_keeps_the_cookie_from_scripts_and_from_other_sites()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.SignInAsync("ada");
        var cookie = (await visitor.CookieAsync())!;
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Lax, cookie.SameSite);
        Assert.Equal("/", cookie.Path);
        Assert.Equal("localhost", cookie.Domain); // without a leading dot: this host alone
        Assert.Equal(-1, cookie.Expires);         // ends with the browser
        Assert.DoesNotContain(Visitor.CookieName, await visitor.Page.EvaluateAsync<string>("document.cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_asks_nothing_of_the_session_sets_no_cookie()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.GoAsync("/cart");
        await visitor.GoAsync("/login");
        Assert.Null(await visitor.CookieAsync());
    }

    [Fact]
    public async Task Signing_in_and_out_change_the_cookie()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.AddAsync("Porto");
        var anonymous = (await visitor.CookieAsync())!.Value;
        await visitor.SignInAsync("ada");
        var signedIn = (await visitor.CookieAsync())!.Value;
        await visitor.SignOutAsync();
        await Expect(visitor.Flash).ToHaveTextAsync("You are signed out.");
        var after = (await visitor.CookieAsync())?.Value;
        Assert.Equal(3, new[] { anonymous, signedIn, after }.Distinct().Count());
    }

    [Fact]
    public async Task A_cookie_that_an_attacker_planted_before_the_sign_in_does_not_survive_it()
    {
        await using var attacker = await Visitor.ArriveAsync(chromium, shop);
        await attacker.AddAsync("Faro");
        var planted = (await attacker.CookieAsync())!.Value;

        await using var victim = await Visitor.ArriveAsync(chromium, shop);
        await victim.PlantCookieAsync(planted);
        await victim.SignInAsync("ada");
        Assert.NotEqual(planted, (await victim.CookieAsync())!.Value);

        await attacker.ExpectSignedOutAsync();
        await victim.GoAsync("/account");
        await victim.ExpectNameAsync("Ada Lovelace");
    }

    [Fact]
    public async Task Who_signs_in_over_an_attackers_own_session_shares_nothing_with_it()
    {
        await using var attacker = await Visitor.ArriveAsync(chromium, shop);
        await attacker.SignInAsync("linus");
        await attacker.AddAsync("Faro");

        await using var victim = await Visitor.ArriveAsync(chromium, shop);
        await victim.PlantCookieAsync((await attacker.CookieAsync())!.Value);
        await victim.SignInAsync("ada");
        await victim.GoAsync("/cart");
        await Expect(victim.Page.GetByText("There is nothing in it yet.")).ToBeVisibleAsync();
        await attacker.ExpectSignedOutAsync();
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("IQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_forged_cookie_is_harmless(string value)
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.PlantCookieAsync(value);
        await visitor.ExpectSignedOutAsync();
        Assert.Equal(value, (await visitor.CookieAsync())!.Value);

        await visitor.AddAsync("Porto");
        await visitor.ExpectInCartAsync("Porto", 1);
        Assert.NotEqual(value, (await visitor.CookieAsync())!.Value);
    }
}
