using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

public sealed class RecentSignInTests(Chromium chromium, RecentSignInTests.ImpatientShop shop) : IClassFixture<RecentSignInTests.ImpatientShop>
{
    // Short to wait for, and long enough to sign in and be sent back within it on a slow machine.
    private const double MaxAgeSeconds = 10;

    [Fact]
    public async Task A_page_that_needs_a_recent_sign_in_asks_for_the_password_again()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.SignInAsync("ada");
        await ExpectAskedAgainAsync(visitor);
        await visitor.ExpectNameAsync("Ada Lovelace"); // still signed in, for everything else

        // The list of devices is behind the same rule.
        await visitor.GoAsync("/account/devices");
        await Expect(visitor.Page).ToHaveURLAsync($"{shop.Address}/login?redirect_to=%2Faccount%2Fdevices");
        await ExpectAskedAgainAsync(visitor);

        await visitor.Page.GetByLabel("Password").FillAsync("analytical");
        await visitor.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync($"{shop.Address}/account/edit");
        await Expect(visitor.Page.GetByLabel("E-mail")).ToHaveValueAsync("ada@example.com");
    }

    /// <summary>Asks until the sign-in has become too old. Each request is answered one way or the other, so this ends.</summary>
    private static async Task ExpectAskedAgainAsync(Visitor visitor)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        do
        {
            Assert.False(patience.IsCancellationRequested, "The page never asked for the password again.");
            await visitor.GoAsync("/account/edit");
        }
        while (!visitor.Page.Url.Contains("/login?redirect_to=", StringComparison.Ordinal));
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Please confirm that it is you" })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByLabel("User name")).ToHaveValueAsync("ada");
    }

    public sealed class ImpatientShop : Shop
    {
        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
        {
            ["Account__RecentSignInMinutes"] = FormattableString.Invariant($"{MaxAgeSeconds / 60}"),
        };
    }
}
