using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

/// <summary>Somebody with a browser in the shop, and what such people do there.</summary>
public sealed class Visitor : IAsyncDisposable
{
    public const string CookieName = "_session";

    private readonly Shop _shop;

    private Visitor(IBrowserContext device, IPage page, Shop shop) => (Device, Page, _shop) = (device, page, shop);

    public IBrowserContext Device { get; }

    public IPage Page { get; }

    public ILocator Flash => Page.GetByRole(AriaRole.Status);

    public static async Task<Visitor> ArriveAsync(Chromium chromium, Shop shop, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = shop.Address;
        var device = await chromium.NewDeviceAsync(options);
        return new(device, await device.NewPageAsync(), shop);
    }

    /// <summary>Another tab of the same browser.</summary>
    public async Task<Visitor> NewTabAsync() => new(Device, await Device.NewPageAsync(), _shop);

    public Task GoAsync(string path) => Page.GotoAsync(path);

    public async Task SignInAsync(string userName, string? password = null)
    {
        await GoAsync("/login");
        await FillSignInAsync(userName, password ?? PasswordOf(userName));
        await Expect(Flash).ToContainTextAsync("Welcome");
    }

    /// <summary>Fills the form that is on the screen, and sends it.</summary>
    public async Task FillSignInAsync(string userName, string password)
    {
        await Page.GetByLabel("User name").FillAsync(userName);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    public Task SignOutAsync() => Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

    public async Task AddAsync(string product)
    {
        await GoAsync("/");
        await AddButton(product).ClickAsync();
        await Expect(Flash).ToHaveTextAsync($"{product} is in your cart.");
    }

    public ILocator AddButton(string product) => Page.GetByRole(AriaRole.Button, new() { Name = $"Add {product} to the cart" });

    public async Task ExpectInCartAsync(string product, int quantity)
    {
        await GoAsync("/cart");
        await Expect(Page.GetByLabel($"Quantity of {product}")).ToHaveValueAsync($"{quantity}");
    }

    /// <summary>Opens a page that only shows itself to whoever is signed in.</summary>
    public async Task ExpectSignedOutAsync()
    {
        await GoAsync("/account");
        await ExpectSignInPageAsync();
    }

    public Task ExpectSignInPageAsync() => Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();

    public Task ExpectNameAsync(string displayName) =>
        Expect(Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = displayName })).ToBeVisibleAsync();

    /// <summary>The session cookie as the browser stored it; null where it has none.</summary>
    public async Task<BrowserContextCookiesResult?> CookieAsync() =>
        (await Device.CookiesAsync([_shop.Address])).SingleOrDefault(c => c.Name == CookieName);

    public Task PlantCookieAsync(string value) => Device.AddCookiesAsync([new() { Name = CookieName, Value = value, Url = _shop.Address }]);

    /// <summary>Leaves. The shop must not have written the visitor's credential into its log.</summary>
    public async ValueTask DisposeAsync()
    {
        if (await CookieAsync() is { } cookie) Assert.DoesNotContain(cookie.Value, _shop.Output, StringComparison.Ordinal);
        await Device.DisposeAsync();
    }

    private static string PasswordOf(string userName) => userName switch
    {
        "ada" => "analytical",
        "grace" => "nanosecond",
        "linus" => "penguin",
        _ => throw new ArgumentOutOfRangeException(nameof(userName), userName, "No demo account has that name."),
    };
}
