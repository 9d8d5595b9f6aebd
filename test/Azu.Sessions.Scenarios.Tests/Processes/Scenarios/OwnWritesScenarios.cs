namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>
/// By default copies end within the bound, and a visitor who wrote reads past them: requests go to one node after the other, and each page shows what
/// was written before.
/// </summary>
public abstract class OwnWritesScenarios(NodeFleet fleet) : FleetScenarios(fleet)
{
    private const int Writers = 4;

    [Fact]
    public async Task A_page_after_a_form_shows_what_the_form_wrote_whichever_nodes_answer()
    {
        using var browser = Fleet.NewBrowser();
        await browser.DoAsync("/login/" + Fleet.NewName());
        for (var round = 1; round <= Tier.Of(120, 10_000); round++)
        {
            await browser.DoAsync("/count");
            Assert.EndsWith($"|{round}|", await browser.ReadAsync("/"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_message_is_on_the_next_page_and_on_no_other()
    {
        using var browser = Fleet.NewBrowser();
        await browser.DoAsync("/login/" + Fleet.NewName());
        for (var round = 1; round <= Tier.Of(120, 10_000); round++)
        {
            await browser.DoAsync($"/say/hello{round}");
            Assert.Equal($"hello{round}", await browser.ReadAsync("/heard"));
            Assert.Equal("nothing", await browser.ReadAsync("/heard"));
            Assert.Equal("nothing", await browser.ReadAsync("/heard"));
        }
    }

    /// <summary>Whichever answer arrives last: the marker says that the visitor wrote, and not what.</summary>
    [Fact]
    public async Task What_parallel_forms_wrote_is_on_the_next_page_in_whatever_order_their_answers_arrive()
    {
        using var browser = Fleet.NewBrowser();
        await browser.DoAsync("/login/" + Fleet.NewName());
        var written = 0;
        for (var round = 1; round <= Tier.Of(100, 3_000); round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => browser.DoAsync("/count")));
            written += Writers;
            var pages = await Task.WhenAll(Fleet.Nodes.Select(node => browser.ReadAsync("/", node)));
            Assert.All(pages, page => Assert.EndsWith($"|{written}|", page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Who_signs_out_or_in_on_one_node_is_so_on_all_at_once()
    {
        for (var round = 0; round < Tier.Of(60, 1_000); round++)
        {
            using var browser = Fleet.NewBrowser();
            var (first, second) = (Fleet.NewName(), Fleet.NewName());
            await browser.DoAsync("/login/" + first);
            foreach (var node in Fleet.Nodes) Assert.StartsWith(first + "|", await browser.ReadAsync("/members", node), StringComparison.Ordinal);
            await browser.DoAsync("/login/" + second);
            foreach (var node in Fleet.Nodes) Assert.StartsWith(second + "|", await browser.ReadAsync("/members", node), StringComparison.Ordinal);
            await browser.DoAsync("/logout");
            foreach (var node in Fleet.Nodes) Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/members", node));
        }
    }

    [Fact]
    public async Task A_visitor_who_only_looks_is_answered_from_copies()
    {
        using var browser = Fleet.NewBrowser();
        await browser.DoAsync("/login/" + Fleet.NewName());
        browser.ForgetMarker();
        var before = await HitsAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await browser.ReadAsync("/");
            return await HitsAsync() >= before + 20;
        });
    }

    [Fact]
    public async Task A_session_that_ends_is_over_on_all_nodes_within_the_bound()
    {
        var name = Fleet.NewName();
        using var browser = Fleet.NewBrowser();
        var id = await browser.DoAsync("/login/" + name);
        browser.ForgetMarker();
        foreach (var node in Fleet.Nodes) Assert.StartsWith(name, await browser.ReadAsync("/members", node), StringComparison.Ordinal);
        Assert.True(await Fleet[0].RevokeAsync(id));
        await Fleet.InTimeAsync(browser);
    }

    private async Task<long> HitsAsync() => (await Task.WhenAll(Fleet.Nodes.Select(node => node.CopiesAsync()))).Sum(copies => copies.Hits);
}
