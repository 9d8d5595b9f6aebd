using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Shop.Tests;

/// <summary>The whole shop on a test host: routing, requirements, antiforgery and the cookie take part.</summary>
public sealed partial class ShopHostTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly WebApplicationFactory<Program> _shop;

    public ShopHostTests() =>
        _shop = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .ConfigureLogging(log => log.ClearProviders())
            .ConfigureTestServices(services => services.AddSingleton<TimeProvider>(_clock)));

    [Fact]
    public async Task The_account_page_greets_its_customer()
    {
        using var client = _shop.CreateClient().UseSession(await _shop.Services.CreateSessionCookieAsync(new ShopSession(), "ada"));

        Assert.Contains("Hello, Ada Lovelace", await client.GetStringAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Details_can_be_changed_for_five_minutes_after_the_sign_in()
    {
        using var client = _shop.CreateClient().UseSession(await _shop.Services.CreateSessionCookieAsync(new ShopSession(), "ada"));

        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Contains("Change your details", await client.GetStringAsync("/account/edit"), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromMinutes(2));
        using var browser = new HttpRequestMessage(HttpMethod.Get, "/account/edit") { Headers = { { "Accept", "text/html" } } };
        using var page = await client.SendAsync(browser);
        Assert.Contains("Please confirm that it is you", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_for_operators_is_for_operators()
    {
        var customer = await _shop.Services.CreateSessionCookieAsync(new ShopSession { DisplayName = "Ada" }, "ada");
        var katherine = await _shop.Services.CreateSessionCookieAsync(new ShopSession { DisplayName = "Katherine", Role = Accounts.Operator }, "katherine");
        using var client = _shop.CreateClient().UseSession(customer);
        using var @operator = _shop.CreateClient().UseSession(katherine);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/operator")).StatusCode);
        Assert.Contains("Sessions", await @operator.GetStringAsync("/operator"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_checks_out_and_signs_out()
    {
        var cookie = await _shop.Services.CreateSessionCookieAsync(new ShopSession { Cart = Cart.Empty.Add("porto", 2) }, "ada");
        // This one takes the cookies of responses, as a browser does.
        var cookies = new CookieContainer().UseSession(cookie);
        using var client = _shop.CreateDefaultClient(new Uri("https://localhost"), new RedirectHandler(), new CookieContainerHandler(cookies));

        Assert.Contains("2 tiles would be on their way", await PostAsync(client, "/checkout"), StringComparison.Ordinal);
        var sessions = _shop.Services.GetRequiredService<SessionManager<ShopSession>>();
        Assert.Equal(0, (await sessions.GetAsync(cookie.SessionId)).Data.Cart.Count);

        Assert.Contains("You are signed out", await PostAsync(client, "/logout"), StringComparison.Ordinal);
        Assert.Null(await sessions.FindAsync(cookie.SessionId));
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    /// <summary>Sends the form of a page with its antiforgery token, and follows the redirect.</summary>
    private static async Task<string> PostAsync(HttpClient client, string path)
    {
        var token = AntiforgeryToken().Match(await client.GetStringAsync(path)).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var answer = await client.PostAsync(path, form);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AntiforgeryToken();
}
