using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using System.Net;
using System.Net.Http.Json;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

/// <summary>The cart for programs, as a program uses it, and as another site would like to.</summary>
public sealed class CartApiTests(Chromium chromium, Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task A_program_with_a_cookie_jar_fills_a_cart()
    {
        using var client = NewClient();
        (await client.PostAsJsonAsync("/api/cart/porto", new { quantity = 2 }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var added = await client.PostAsJsonAsync("/api/cart/faro", new { }, TestContext.Current.CancellationToken);
        var cart = await added.Content.ReadFromJsonAsync<Cart>(TestContext.Current.CancellationToken);
        Assert.Equal((3, 20.50m), (cart!.Count, cart.Total));
        (await client.DeleteAsync("/api/cart/porto", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        Assert.Equal(1, (await client.GetFromJsonAsync<Cart>("/api/cart", TestContext.Current.CancellationToken))!.Count);
    }

    [Theory]
    [InlineData("/api/cart/unknown", """{"quantity":1}""", "application/json", HttpStatusCode.NotFound)]
    [InlineData("/api/cart/porto", """{"quantity":0}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("/api/cart/porto", """{"quantity":100}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("/api/cart/porto", "{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("/api/cart/porto", "quantity=1", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/api/cart/porto", """{"quantity":1}""", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_a_form_could_send_or_makes_no_sense_is_refused(string path, string body, string mediaType, HttpStatusCode expected)
    {
        using var client = NewClient();
        using var content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue(mediaType));
        var answer = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
        Assert.NotEqual("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(0, (await client.GetFromJsonAsync<Cart>("/api/cart", TestContext.Current.CancellationToken))!.Count);
    }

    [Fact]
    public async Task A_post_without_any_body_is_refused()
    {
        using var client = NewClient();
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/api/cart/porto", null, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_origin_cannot_fill_a_visitors_cart()
    {
        await using var otherShop = new Shop(); // another port of localhost: another origin, but the same site, so SameSite alone does not help
        await otherShop.InitializeAsync();
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.AddAsync("Lisboa");
        await visitor.Page.GotoAsync($"{otherShop.Address}/login"); // writes no session: cookies are shared by all ports

        const string Attack = """
            async url => {
                const send = options => fetch(url, { method: 'POST', credentials: 'include', ...options }).then(() => 'sent', () => 'refused');
                return [
                    await send({ mode: 'no-cors', body: '{"quantity":5}' }),
                    await send({ mode: 'no-cors' }),
                    await send({ headers: { 'Content-Type': 'application/json' }, body: '{"quantity":5}' }),
                ];
            }
            """;
        var outcome = await visitor.Page.EvaluateAsync<string[]>(Attack, $"{shop.Address}/api/cart/porto");
        Assert.Equal(["sent", "sent", "refused"], outcome); // the first two arrive, and are turned away there
        await visitor.Page.GotoAsync($"{shop.Address}/cart");
        await Expect(visitor.Page.GetByLabel("Quantity of Porto")).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByLabel("Quantity of Lisboa")).ToHaveValueAsync("1");
    }

    private HttpClient NewClient() =>
        new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), UseProxy = false }) { BaseAddress = new Uri(shop.Address) };

    private sealed record Cart(int Count, decimal Total);
}
