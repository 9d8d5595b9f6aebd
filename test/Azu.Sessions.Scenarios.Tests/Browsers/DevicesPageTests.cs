using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

/// <summary>The page of devices in a plain application, without a layout, and with hostile clients in its list.</summary>
public sealed class DevicesPageTests(Chromium chromium, DevicesPageTests.PlainApp app) : IClassFixture<DevicesPageTests.PlainApp>
{
    [Theory]
    [InlineData("wide-light", 1280, 800, ColorScheme.Light)]
    [InlineData("narrow-dark", 390, 844, ColorScheme.Dark)]
    public async Task The_page_of_its_own_fits_its_window_and_its_policy(string suffix, int width, int height, ColorScheme scheme)
    {
        await using var browser = await chromium.NewDeviceAsync(new()
        {
            BaseURL = app.Address,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
        });
        Assert.True((await browser.APIRequest.PostAsync("/enter/alice")).Ok);
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.Dialog += (_, dialog) => complaints.Add(dialog.Message);
        await page.GotoAsync("/account/devices");
        await Expect(page.GetByText("This device", new() { Exact = true })).ToHaveCountAsync(1);
        await page.ScreenshotAsync(new() { Path = Path.Combine(ShopFiles.Screenshots, $"devices-{suffix}.png"), FullPage = true });
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"));
        // The style sheet is there: without it the list would have its marks.
        await Expect(page.Locator(".azu-devices ul")).ToHaveCSSAsync("list-style-type", "none");

        // By keyboard alone.
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out Safari on iPhone" }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The device is signed out.");
        await page.ScreenshotAsync(new() { Path = Path.Combine(ShopFiles.Screenshots, $"devices-done-{suffix}.png"), FullPage = true });
        Assert.Equal(404, (await browser.APIRequest.PostAsync($"/account/devices/{SessionId.New()}", new()
        {
            Headers = new Dictionary<string, string> { ["X-Azu-Sessions"] = "1", ["Sec-Fetch-Site"] = "same-origin" },
        })).Status);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_form_of_another_site_signs_nothing_out()
    {
        await using var browser = await chromium.NewDeviceAsync(new() { BaseURL = app.Address });
        Assert.True((await browser.APIRequest.PostAsync("/enter/bob")).Ok);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/account/devices");
        var proof = await page.Locator("form[action$=everywhere] input").GetAttributeAsync("value");
        // As bad as it gets: the other site knows the hidden field.
        var other = app.Address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        await page.GotoAsync(other + "/subject");
        var action = app.Address + "/account/devices/everywhere";
        await page.SetContentAsync($"<form method=post action='{action}'><input name=proof value='{proof}'><button>x</button></form>");
        await page.GetByRole(AriaRole.Button).ClickAsync();
        // The session cookie is not sent either, as it is SameSite=Lax. So the browser is asked to sign in.
        await page.WaitForURLAsync("**/login**");
        Assert.Equal("bob", await (await browser.APIRequest.GetAsync("/subject")).TextAsync());
    }

    public sealed class PlainApp : IAsyncLifetime
    {
        private TestApp? _app;

        public string Address { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _app = await TestApp.StartAsync(
                builder => builder.Services.AddAzuSessions<Visit>(o => o.RecordClient = true).UseMemoryStore(),
                app =>
                {
                    app.UseRouting();
                    app.UseAzuSessions();
                    app.MapPost("/enter/{subject}", (string subject, Session<Visit> session) => session.SignInAsync(subject).AsTask());
                    app.MapGet("/subject", (Session<Visit> session) => session.Subject ?? "nobody");
                    app.MapGet("/login", () => "Sign in");
                    app.MapAzuDevices("/account/devices");
                });
            Address = _app.Address.ToString().TrimEnd('/').Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
            var sessions = _app.Services.GetRequiredService<SessionManager<Visit>>();
            const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1";
            foreach (var client in new SessionClient[]
            {
                new("192.0.2.7", Phone), new("2001:db8:85a3::8a2e:370:7334", Phone), new("<script>alert(1)</script>", "<img src=x onerror=alert(1)>"),
                new("198.51.100.4", "\u202egpj.exe\u0007"), new(null, new string('y', 10_000)),
            }) await sessions.CreateAsync(new(), "alice", client);
        }

        public async ValueTask DisposeAsync()
        {
            if (_app is not null) await _app.DisposeAsync();
        }
    }

    public sealed record Visit
    {
        public string? Page { get; init; }
    }
}
