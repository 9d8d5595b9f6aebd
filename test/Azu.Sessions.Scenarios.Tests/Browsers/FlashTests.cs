using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

public sealed class FlashTests(Chromium chromium, Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task A_message_is_shown_after_the_redirect_and_gone_after_a_reload()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.AddAsync("Porto");
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Flash).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Cart 1" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_message_after_signing_out_is_shown_once_too()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.SignInAsync("ada");
        await visitor.SignOutAsync();
        await Expect(visitor.Flash).ToHaveTextAsync("You are signed out.");
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Flash).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_visit_counter_counts()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.GoAsync("/");
        await Expect(visitor.Page.GetByText("This is your first visit.")).ToBeVisibleAsync();
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Page.GetByText("This is visit 2.")).ToBeVisibleAsync();
    }
}
