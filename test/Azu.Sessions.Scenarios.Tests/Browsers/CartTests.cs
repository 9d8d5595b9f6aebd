using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

public sealed class CartTests(Chromium chromium, Shop shop) : IClassFixture<Shop>
{
    private const int Presses = 30;

    [Fact]
    public async Task A_cart_filled_before_signing_in_is_there_afterwards_and_can_be_ordered()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.AddAsync("Sintra");
        await visitor.GoAsync("/checkout");
        await visitor.ExpectSignInPageAsync();
        await visitor.FillSignInAsync("ada", "analytical");
        await Expect(visitor.Page.GetByText("1 × Sintra")).ToBeVisibleAsync();

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Place the order" }).ClickAsync();
        await Expect(visitor.Flash).ToContainTextAsync("Thank you.");
        await visitor.GoAsync("/cart");
        await Expect(visitor.Page.GetByText("There is nothing in it yet.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Two_tabs_that_add_at_the_same_moment_both_get_it_in()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.GoAsync("/"); // the session exists: two first visits would be two sessions
        var other = await visitor.NewTabAsync();
        await other.GoAsync("/");
        await Task.WhenAll(visitor.AddButton("Porto").ClickAsync(), other.AddButton("Lisboa").ClickAsync());
        await visitor.ExpectInCartAsync("Porto", 1);
        await visitor.ExpectInCartAsync("Lisboa", 1);

        // Two clicks seldom meet inside the shop. So many that do not wait for each other's answer always do.
        await Task.WhenAll(visitor.GoAsync("/"), other.GoAsync("/"));
        await Task.WhenAll(PressAsync(visitor, "Porto"), PressAsync(other, "Porto"));
        await visitor.ExpectInCartAsync("Porto", 1 + (2 * Presses));
    }

    /// <summary>Sends the button's form as the browser would, many times at once.</summary>
    private static Task PressAsync(Visitor visitor, string product) => visitor.AddButton(product).EvaluateAsync("""
        (button, presses) => Promise.all(Array.from({ length: presses }, () =>
            fetch(button.form.action, { method: 'POST', body: new FormData(button.form, button), redirect: 'manual' })))
        """, Presses);

    [Fact]
    public async Task Quantities_change_and_products_go()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.AddAsync("Évora");
        await visitor.AddAsync("Coimbra");
        await visitor.GoAsync("/cart");
        var quantity = visitor.Page.GetByLabel("Quantity of Évora");
        await quantity.FillAsync("3");
        await quantity.PressAsync("Enter");
        await Expect(visitor.Flash).ToHaveTextAsync("Évora: 3 in your cart.");
        await Expect(visitor.Page.GetByText("€25.50")).ToBeVisibleAsync();

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Remove Coimbra" }).ClickAsync();
        await Expect(visitor.Page.GetByLabel("Quantity of Coimbra")).ToHaveCountAsync(0);
        await visitor.ExpectInCartAsync("Évora", 3);
    }

    [Fact]
    public async Task A_page_that_breaks_says_so_and_changes_nothing()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.AddAsync("Faro");
        var answer = await visitor.Page.GotoAsync("/breaks");
        Assert.Equal(500, answer!.Status);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Something broke" })).ToBeVisibleAsync();
        await visitor.ExpectInCartAsync("Faro", 1);
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        var answer = await visitor.Page.GotoAsync("/nowhere");
        Assert.Equal(404, answer!.Status);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no such page" })).ToBeVisibleAsync();
    }
}
