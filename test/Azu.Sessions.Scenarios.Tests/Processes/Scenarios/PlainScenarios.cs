namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>A visitor whose requests go to any of three processes, which keep no copies.</summary>
public abstract class PlainScenarios(NodeFleet fleet) : FleetScenarios(fleet)
{
    [Fact]
    public async Task A_visitor_is_signed_in_on_every_process_until_the_sign_out()
    {
        var name = Fleet.NewName();
        using var browser = Fleet.NewBrowser();
        await browser.DoAsync("/cart/apple");
        await browser.DoAsync("/login/" + name);
        await browser.DoAsync("/count");
        foreach (var node in Fleet.Nodes) Assert.Equal($"{name}|||1|apple", await browser.ReadAsync("/members", node));

        await browser.DoAsync("/logout");
        Assert.Null(browser.Cookie);
        foreach (var node in Fleet.Nodes) Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/members", node));
    }

    [Fact]
    public async Task A_planted_cookie_does_not_open_the_session_that_its_victim_signs_in_to()
    {
        var name = Fleet.NewName();
        using var attacker = Fleet.NewBrowser();
        await attacker.DoAsync("/cart/planted");
        using var victim = Fleet.NewBrowser(attacker.Cookie);
        await victim.DoAsync("/login/" + name);
        Assert.NotEqual(attacker.Cookie, victim.Cookie);
        foreach (var node in Fleet.Nodes)
        {
            // Without a list of revocations a guest's cookie stays a guest's.
            Assert.StartsWith("|", await attacker.ReadAsync("/", node), StringComparison.Ordinal);
            Assert.Equal($"{name}|||0|planted", await victim.ReadAsync("/members", node));
        }
    }

    [Fact]
    public async Task A_changed_cookie_signs_no_visitor_in_and_stays_in_the_browser()
    {
        using var browser = Fleet.NewBrowser();
        await browser.DoAsync("/login/" + Fleet.NewName());
        var cookie = browser.Cookie!;
        var middle = cookie.Length / 2;
        var changed = string.Concat(cookie.AsSpan(0, middle), cookie[middle] == 'A' ? "B" : "A", cookie.AsSpan(middle + 1));
        using var forger = Fleet.NewBrowser(changed);
        foreach (var node in Fleet.Nodes) Assert.Equal(HttpStatusCode.Unauthorized, await forger.StatusAsync("/members", node));
        Assert.Equal(changed, forger.Cookie);
    }

    [Fact]
    public async Task A_message_is_on_the_next_page_and_on_no_other()
    {
        using var browser = Fleet.NewBrowser();
        await browser.DoAsync("/login/" + Fleet.NewName());
        for (var round = 0; round < Tier.Of(20, 1_000); round++)
        {
            await browser.DoAsync($"/say/hello{round}");
            Assert.Equal($"hello{round}", await browser.ReadAsync("/heard"));
            foreach (var node in Fleet.Nodes) Assert.Equal("nothing", await browser.ReadAsync("/heard", node));
        }
    }

    [Fact]
    public async Task What_is_kept_through_HttpContext_is_there_on_every_process()
    {
        using var browser = Fleet.NewBrowser();
        Assert.Equal("light", await browser.ReadAsync("/theme"));
        await browser.DoAsync("/theme/dark");
        foreach (var node in Fleet.Nodes) Assert.Equal("dark", await browser.ReadAsync("/theme", node));
    }
}
