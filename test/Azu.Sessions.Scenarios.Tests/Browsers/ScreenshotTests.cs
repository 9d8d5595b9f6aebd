using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

/// <summary>A picture of each main page is kept under artifacts/screenshots; what can be checked without eyes is checked.</summary>
public sealed class ScreenshotTests(Chromium chromium, Shop shop) : IClassFixture<Shop>
{
    [Theory]
    [InlineData("desktop", 1280, 800, ColorScheme.Light, Traits = ["Tier", "Soak"])]
    [InlineData("desktop", 1280, 800, ColorScheme.Dark, Traits = ["Tier", "Soak"])]
    [InlineData("phone", 390, 844, ColorScheme.Light, Traits = ["Tier", "Soak"])]
    [InlineData("phone", 390, 844, ColorScheme.Dark)]
    public async Task Every_page_fits_its_window(string device, int width, int height, ColorScheme scheme)
    {
        var options = new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme };
        await using var visitor = await Visitor.ArriveAsync(chromium, shop, options);
        await using var second = await Visitor.ArriveAsync(chromium, shop);
        var suffix = $"{device}-{scheme.ToString().ToLowerInvariant()}";

        await visitor.GoAsync("/login");
        await visitor.FillSignInAsync("ada", "wrong");
        await KeepAsync(visitor, "login", suffix);
        await visitor.GoAsync("/cart");
        await KeepAsync(visitor, "cart-empty", suffix);
        await visitor.AddAsync("Sintra");
        await visitor.AddAsync("Porto");
        await KeepAsync(visitor, "home", suffix);
        await visitor.GoAsync("/cart");
        await KeepAsync(visitor, "cart", suffix);
        await second.SignInAsync("ada");
        await visitor.SignInAsync("ada");
        foreach (var page in new[] { "account", "account/edit", "account/devices", "checkout", "logout", "breaks" })
        {
            await visitor.GoAsync($"/{page}");
            await KeepAsync(visitor, page.Replace('/', '-'), suffix);
        }
    }

    private static async Task KeepAsync(Visitor visitor, string name, string suffix)
    {
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(ShopFiles.Screenshots, $"{name}-{suffix}.png"), FullPage = true });
        Assert.False(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
            $"{name} ({suffix}) is wider than its window.");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("[...document.images].every(i => i.complete && i.naturalWidth > 0)"),
            $"An image of {name} ({suffix}) is missing.");
    }
}
