using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

/// <summary>Each test has a shop of its own, so the devices of one are not in the list of another.</summary>
public sealed class DeviceTests(Chromium chromium) : IAsyncLifetime
{
    private readonly Shop _shop = new();

    private const string Desk = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    private const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 " +
        "Mobile/15E148 Safari/604.1";

    [Fact]
    public async Task One_other_device_is_listed_signed_out_and_sent_to_the_sign_in_page()
    {
        await using var desk = await Visitor.ArriveAsync(chromium, _shop, new() { UserAgent = Desk });
        await using var phone = await Visitor.ArriveAsync(chromium, _shop, new() { UserAgent = Phone });
        await desk.SignInAsync("ada");
        await phone.SignInAsync("ada");

        await desk.GoAsync("/account/devices");
        await Expect(Devices(desk)).ToHaveCountAsync(2);
        await Expect(Devices(desk).First).ToContainTextAsync("This device");
        await Expect(Devices(desk).First).ToContainTextAsync("Chrome on Linux");
        var listed = Devices(desk).Filter(new() { HasText = "Safari on iPhone" });
        await Expect(listed).ToContainTextAsync("signed in just now");
        await listed.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(desk.Flash).ToHaveTextAsync("The device is signed out.");
        await Expect(Devices(desk)).ToHaveCountAsync(1);
        await phone.Page.GetByRole(AriaRole.Link, new() { Name = "Ada Lovelace" }).ClickAsync();
        await phone.ExpectSignInPageAsync();
        await desk.GoAsync("/account");
        await desk.ExpectNameAsync("Ada Lovelace");
    }

    [Fact]
    public async Task All_other_devices_are_signed_out_at_once_and_this_one_stays()
    {
        await using var desk = await Visitor.ArriveAsync(chromium, _shop);
        await using var phone = await Visitor.ArriveAsync(chromium, _shop);
        await using var tablet = await Visitor.ArriveAsync(chromium, _shop);
        foreach (var device in new[] { desk, phone, tablet }) await device.SignInAsync("grace");

        await desk.GoAsync("/account/devices");
        await Expect(Devices(desk)).ToHaveCountAsync(3);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out all others" }).ClickAsync();

        await Expect(desk.Flash).ToHaveTextAsync("2 other devices are signed out.");
        await Expect(Devices(desk)).ToHaveCountAsync(1);
        foreach (var device in new[] { phone, tablet })
        {
            await device.Page.GetByRole(AriaRole.Link, new() { Name = "Grace Hopper" }).ClickAsync();
            await device.ExpectSignInPageAsync();
        }
    }

    [Fact]
    public async Task Nobody_signs_out_a_device_of_somebody_else()
    {
        await using var victim = await Visitor.ArriveAsync(chromium, _shop);
        await victim.SignInAsync("linus");
        await using var victimsPhone = await Visitor.ArriveAsync(chromium, _shop);
        await victimsPhone.SignInAsync("linus");
        await victim.GoAsync("/account/devices");
        var id = await Devices(victim).Filter(new() { HasNotText = "This device" }).GetAttributeAsync("data-device");

        await using var attacker = await Visitor.ArriveAsync(chromium, _shop);
        await attacker.SignInAsync("ada");
        await using var attackersPhone = await Visitor.ArriveAsync(chromium, _shop);
        await attackersPhone.SignInAsync("ada");
        await attacker.GoAsync("/account/devices");
        var button = Devices(attacker).GetByRole(AriaRole.Button).First;
        await button.EvaluateAsync("(button, id) => button.form.action = button.form.action.replace(/[^/]+$/, id)", id);
        await button.ClickAsync();

        await Expect(attacker.Page.GetByRole(AriaRole.Heading, new() { Name = "That was not sent from this page" })).ToBeVisibleAsync();
        // A script of the page may send it too. Then the id is unknown.
        await attacker.GoAsync("/account/devices");
        Assert.Equal(404, await attacker.Page.EvaluateAsync<int>(
            "async id => (await fetch('/account/devices/' + id, { method: 'POST', headers: { 'X-Azu-Sessions': '1' } })).status", id));
        await victimsPhone.GoAsync("/account");
        await victimsPhone.ExpectNameAsync("Linus Torvalds");
    }

    [Fact]
    public async Task Without_script_a_customer_signs_one_device_out_then_the_others_then_all()
    {
        var plain = new BrowserNewContextOptions { JavaScriptEnabled = false, UserAgent = Desk };
        await using var desk = await Visitor.ArriveAsync(chromium, _shop, plain);
        await using var phone = await Visitor.ArriveAsync(chromium, _shop, new() { JavaScriptEnabled = false, UserAgent = Phone });
        await using var tablet = await Visitor.ArriveAsync(chromium, _shop, new() { JavaScriptEnabled = false });
        foreach (var device in new[] { desk, phone, tablet }) await device.SignInAsync("grace");

        await desk.GoAsync("/account/devices");
        await Devices(desk).Filter(new() { HasText = "Safari on iPhone" }).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(desk.Flash).ToHaveTextAsync("The device is signed out.");
        await phone.ExpectSignedOutAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out all others" }).ClickAsync();
        await Expect(desk.Flash).ToHaveTextAsync("The other device is signed out.");
        await tablet.ExpectSignedOutAsync();
        await phone.SignInAsync("grace");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();
        await desk.ExpectSignInPageAsync();
        await phone.ExpectSignedOutAsync();
        await desk.ExpectSignedOutAsync();
    }

    [Fact]
    public async Task The_shop_notices_a_sign_in_with_a_new_browser_once()
    {
        await using var desk = await Visitor.ArriveAsync(chromium, _shop);
        await desk.SignInAsync("ada");
        await desk.SignOutAsync();
        await desk.SignInAsync("ada");
        await desk.SignOutAsync();
        await desk.SignInAsync("grace");
        await Eventually.HoldsAsync(() => _shop.Output.Contains("grace signed in with a new browser, from", StringComparison.Ordinal));
        Assert.Equal(2, _shop.Output.Split("ada signed in with a new browser, from").Length);
    }

    public ValueTask InitializeAsync() => _shop.InitializeAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private static ILocator Devices(Visitor visitor) => visitor.Page.Locator("[data-device]");
}
