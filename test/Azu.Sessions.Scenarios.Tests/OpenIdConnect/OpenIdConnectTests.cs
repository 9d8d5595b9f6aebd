using Azu.Sessions.Scenarios.Tests.Browsers;
using Azu.Sessions.Scenarios.Tests.Redis;
using Azu.Sessions.Scenarios.Tests.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.OpenIdConnect;

/// <summary>Users sign in at an OpenID provider, in a real browser; the session is where they are kept.</summary>
public abstract class OpenIdConnectTests<TStore>(Chromium chromium) where TStore : IScenarioStore
{
    [Fact]
    public async Task A_user_comes_back_signed_in_with_claims_and_tokens_and_one_cookie()
    {
        await using var at = await At.ArriveAsync<TStore>(chromium);
        await at.GoAsync("/cart/apple");
        await at.SignInAsync("Alice", "/members");
        var shown = (await at.TextAsync()).Split(';');
        Assert.Equal(["alice", "Name of alice", "True"], shown[..3]);
        Assert.Equal(("access-1", "True"), (shown[4], shown[5]));
        // What the handler needed on the way is gone, and the tokens are not in the browser.
        Assert.Equal("_session", Assert.Single(await at.Device.CookiesAsync()).Name);
        await at.GoAsync("/cart");
        Assert.Equal("apple", await at.TextAsync());
    }

    [Fact]
    public async Task Refreshed_tokens_are_there_in_the_next_request()
    {
        await using var at = await At.ArriveAsync<TStore>(chromium);
        await at.SignInAsync("Alice", "/members");
        var cookie = Assert.Single(await at.Device.CookiesAsync()).Value;
        await at.GoAsync("/refresh");
        await at.GoAsync("/refresh");
        await at.GoAsync("/members");
        Assert.Equal("access-3", (await at.TextAsync()).Split(';')[4]);
        Assert.Equal(cookie, Assert.Single(await at.Device.CookiesAsync()).Value);
    }

    [Fact]
    public async Task A_sign_out_at_the_provider_ends_the_session()
    {
        await using var at = await At.ArriveAsync<TStore>(chromium);
        await at.SignInAsync("Alice", "/members");
        var sid = (await at.TextAsync()).Split(';')[3];
        await at.Page.GotoAsync($"{at.Provider.Address}/leave/another");
        await at.GoAsync("/");
        Assert.Equal("Name of alice", await at.TextAsync());
        await at.Page.GotoAsync($"{at.Provider.Address}/leave/{sid}", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await at.GoAsync("/");
        Assert.Equal("nobody", await at.TextAsync());
    }

    [Fact]
    public async Task A_sign_out_here_is_one_at_the_provider_too()
    {
        await using var at = await At.ArriveAsync<TStore>(chromium);
        await at.SignInAsync("Alice", "/members");
        await at.GoAsync("/leave");
        Assert.Equal("nobody", await at.TextAsync());
        Assert.Empty(await at.Device.CookiesAsync());
    }

    [Fact]
    public async Task Another_user_on_the_same_browser_gets_nothing_of_the_one_before()
    {
        await using var at = await At.ArriveAsync<TStore>(chromium);
        await at.SignInAsync("Alice", "/members");
        await at.GoAsync("/cart/apple");
        await at.GoAsync("/leave");
        await at.SignInAsync("Bob", "/members");
        Assert.StartsWith("bob;Name of bob;", await at.TextAsync(), StringComparison.Ordinal);
        await at.GoAsync("/cart");
        Assert.Equal("", await at.TextAsync());
    }

    /// <summary>A browser at an application and its provider.</summary>
    private sealed record At(Provider Provider, TestApp App, IBrowserContext Device, IPage Page) : IAsyncDisposable
    {
        public static async Task<At> ArriveAsync<T>(Chromium chromium) where T : IScenarioStore
        {
            var provider = await Provider.StartAsync();
            var app = await OpenIdConnectApp.StartAsync<T>(provider);
            var device = await chromium.NewDeviceAsync(new() { BaseURL = OpenIdConnectApp.Localhost(app) });
            return new(provider, app, device, await device.NewPageAsync());
        }

        public Task GoAsync(string path) => Page.GotoAsync(path);

        public Task<string> TextAsync() => Page.Locator("body").InnerTextAsync();

        /// <summary>Asks for a page that wants a user, and signs in where the browser is sent.</summary>
        public async Task SignInAsync(string user, string path)
        {
            await GoAsync(path);
            await Page.GetByRole(AriaRole.Button, new() { Name = user }).ClickAsync();
            await Expect(Page).ToHaveURLAsync(OpenIdConnectApp.Localhost(App) + path);
            await Expect(Page.Locator("body")).Not.ToBeEmptyAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Device.DisposeAsync();
            await App.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}

public sealed class RedisOpenIdConnectTests(Chromium chromium) : OpenIdConnectTests<OnRedis>(chromium);

public sealed class SqliteOpenIdConnectTests(Chromium chromium) : OpenIdConnectTests<OnSqlite>(chromium);
