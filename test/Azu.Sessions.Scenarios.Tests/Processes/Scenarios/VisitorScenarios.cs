namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>A visitor whose requests go to any of three processes.</summary>
public abstract class VisitorScenarios(NodeFleet fleet) : FleetScenarios(fleet)
{
    [Fact]
    public async Task Who_signs_in_or_out_on_one_node_is_signed_in_or_out_on_all()
    {
        for (var n = 0; n < Fleet.Nodes.Count; n++)
        {
            var name = Fleet.NewName();
            using var browser = Fleet.NewBrowser();
            var id = await browser.DoAsync("/login/" + name, Fleet[n]);
            using var thief = Fleet.NewBrowser(browser.Cookie);
            for (var i = 0; i < 6; i++) Assert.StartsWith(name + "|", await browser.ReadAsync("/members"), StringComparison.Ordinal);

            await browser.DoAsync("/logout", Fleet[n + 1]);
            Assert.Null(browser.Cookie);
            Assert.Equal(HttpStatusCode.Unauthorized, await thief.StatusAsync("/members", Fleet[n + 1]));
            foreach (var node in Fleet.Nodes)
            {
                Assert.Equal(HttpStatusCode.Unauthorized, await thief.StatusAsync("/vault", node));
                Assert.False(await node.KnowsAsync(id));
            }

            await Fleet.InTimeAsync(thief);
        }
    }

    [Fact]
    public async Task A_planted_cookie_is_nobody_s_once_its_victim_has_signed_in_on_any_node()
    {
        for (var n = 0; n < Fleet.Nodes.Count; n++)
        {
            var name = Fleet.NewName();
            using var attacker = Fleet.NewBrowser();
            await attacker.DoAsync("/cart/planted", Fleet[n]);
            foreach (var node in Fleet.Nodes) Assert.Equal("|||0|planted", await attacker.ReadAsync("/", node));

            using var victim = Fleet.NewBrowser(attacker.Cookie);
            await victim.DoAsync("/login/" + name, Fleet[n + 1]);
            Assert.NotEqual(attacker.Cookie, victim.Cookie);
            // A copy from before may still show what the attacker has put there. Nothing shows the victim.
            foreach (var node in Fleet.Nodes)
            {
                Assert.Contains(await attacker.ReadAsync("/", node), (string[])["|||0|", "|||0|planted"]);
                Assert.Equal(HttpStatusCode.Unauthorized, await attacker.StatusAsync("/vault", node));
                Assert.Equal($"{name}|||0|planted", await victim.ReadAsync("/fresh", node));
            }

            await Fleet.InTimeAsync(attacker);
        }
    }

    [Fact]
    public async Task The_node_that_wrote_reads_what_it_wrote_and_the_others_do_where_they_ask_for_it()
    {
        using var browser = Fleet.NewBrowser();
        await browser.DoAsync("/login/" + Fleet.NewName());
        for (var round = 1; round <= Tier.Of(80, 10_000); round++)
        {
            // Everybody has a copy of what was before.
            foreach (var node in Fleet.Nodes) await browser.ReadAsync("/", node);
            await browser.DoAsync("/count", Fleet[round]);
            Assert.EndsWith($"|{round}|", await browser.ReadAsync("/", Fleet[round]), StringComparison.Ordinal);
            Assert.EndsWith($"|{round}|", await browser.ReadAsync("/fresh", Fleet[round + 1]), StringComparison.Ordinal);
            Assert.EndsWith($"|{round}|", await browser.ReadAsync("/vault", Fleet[round + 2]), StringComparison.Ordinal);
        }

        foreach (var node in Fleet.Nodes) Assert.NotEqual(0, (await node.CopiesAsync()).Hits);
    }

    [Fact]
    public async Task Signing_out_everywhere_reaches_every_device_on_every_node_and_nobody_else()
    {
        var name = Fleet.NewName();
        using var other = Fleet.NewBrowser();
        await other.DoAsync("/login/" + Fleet.NewName());
        var devices = Enumerable.Range(0, 6).Select(_ => Fleet.NewBrowser()).ToArray();
        foreach (var device in devices)
        {
            await device.DoAsync("/login/" + name);
            foreach (var node in Fleet.Nodes) Assert.StartsWith(name, await device.ReadAsync("/members", node), StringComparison.Ordinal);
        }

        Assert.Equal("6", await devices[0].DoAsync("/logout/everywhere"));
        foreach (var device in devices)
        {
            foreach (var node in Fleet.Nodes) Assert.Equal(HttpStatusCode.Unauthorized, await device.StatusAsync("/vault", node));
        }

        await Task.WhenAll(devices.Select(Fleet.InTimeAsync));
        foreach (var node in Fleet.Nodes) Assert.Equal(HttpStatusCode.OK, await other.StatusAsync("/members", node));
        foreach (var device in devices) device.Dispose();
    }

    [Fact]
    public async Task A_message_is_shown_on_the_next_page_and_never_again_whichever_nodes_show_them()
    {
        using var browser = Fleet.NewBrowser();
        await browser.DoAsync("/login/" + Fleet.NewName());
        for (var round = 0; round < Tier.Of(100, 5_000); round++)
        {
            foreach (var node in Fleet.Nodes) await browser.ReadAsync("/", node);
            await browser.DoAsync($"/say/hello{round}", Fleet[round]);
            Assert.Equal($"hello{round}", await browser.ReadAsync("/heard/fresh", Fleet[round + 1]));
            Assert.Equal("nothing", await browser.ReadAsync("/heard/fresh", Fleet[round + 2]));
            Assert.Equal("nothing", await browser.ReadAsync("/heard/fresh", Fleet[round]));
        }
    }

    /// <summary>Pages that may be shown from a copy: it can be as old as the bound allows, in practice as a message is on its way.</summary>
    [Fact]
    public async Task A_message_is_not_lost_between_copies()
    {
        using var browser = Fleet.NewBrowser();
        await browser.DoAsync("/login/" + Fleet.NewName());
        int late = 0, repeated = 0;
        for (var round = 0; round < Tier.Of(100, 5_000); round++)
        {
            foreach (var node in Fleet.Nodes) await browser.ReadAsync("/", node);
            await browser.DoAsync($"/say/hello{round}", Fleet[round]);
            var shown = new List<string>();
            for (var i = 1; i <= Fleet.Nodes.Count; i++) shown.Add(await browser.ReadAsync("/heard", Fleet[round + i]));
            Assert.Contains($"hello{round}", shown);
            Assert.Equal("nothing", await browser.ReadAsync("/heard/fresh"));
            if (shown[0] == "nothing") late++;
            if (shown.Count(s => s != "nothing") > 1) repeated++;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"late in {late} rounds, shown again in {repeated}");
    }

    [Fact]
    public async Task A_node_without_the_shared_secret_knows_nobody_and_takes_no_cookie_away()
    {
        using var browser = Fleet.NewBrowser();
        var name = Fleet.NewName();
        await browser.DoAsync("/login/" + name);
        var cookie = browser.Cookie;
        await using var stranger = await Fleet.StartStrangerAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/members", stranger));
        Assert.Equal("|||0|", await browser.ReadAsync("/", stranger));
        Assert.Equal(cookie, browser.Cookie);
        Assert.StartsWith(name, await browser.ReadAsync("/members"), StringComparison.Ordinal);
    }
}
