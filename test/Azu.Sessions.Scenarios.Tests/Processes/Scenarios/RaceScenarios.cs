namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>Requests of one visitor at the same moment on different nodes.</summary>
public abstract class RaceScenarios(NodeFleet fleet) : FleetScenarios(fleet)
{
    private static readonly string[] s_slow = ["a/late", "cart/late", "say/late", "rotate", "count"];

    [Fact]
    public async Task Parallel_writers_on_different_nodes_lose_nothing()
    {
        for (var round = 0; round < Tier.Of(80, 10_000); round++)
        {
            using var browser = Fleet.NewBrowser();
            await browser.DoAsync("/cart/first", Fleet[round]);
            string[] changes = [$"a/{round}", $"b/{round}", "cart/second", "cart/third"];
            // Each has loaded its session before any of them goes on.
            var gates = changes.Select((_, i) => $"writers{round}-{i}").ToArray();
            var writing = changes.Select((change, i) => browser.DoAsync($"/slow/{gates[i]}/{change}", Fleet[round + i])).ToArray();
            await Task.WhenAll(gates.Select((gate, i) => Fleet[round + i].ArrivalAsync(gate)));
            await Task.WhenAll(gates.Select((gate, i) => Fleet[round + i].OpenAsync(gate)));
            await Task.WhenAll(writing);
            Assert.Equal($"|{round}|{round}|0|first,second,third", await browser.ReadAsync("/fresh", Fleet[round + 1]));
        }
    }

    [Fact]
    public async Task Nothing_comes_back_when_a_slow_request_finishes_on_another_node_than_the_sign_out()
    {
        var ended = new List<string>();
        for (var round = 0; round < Tier.Of(80, 10_000); round++)
        {
            using var browser = Fleet.NewBrowser();
            var id = await browser.DoAsync("/login/" + Fleet.NewName(), Fleet[round]);
            using var slow = Fleet.NewBrowser(browser.Cookie);
            ended.Add(browser.Cookie!);
            var writing = slow.PostAsync($"/slow/late{round}/{s_slow[round % s_slow.Length]}", Fleet[round + 1]);
            await Fleet[round + 1].ArrivalAsync($"late{round}");
            await browser.DoAsync("/logout", Fleet[round + 2]);
            await Fleet[round + 1].OpenAsync($"late{round}");
            using var written = await writing;
            Assert.Equal(HttpStatusCode.Conflict, written.StatusCode);
            Assert.False(written.Headers.Contains("Set-Cookie"));
            Assert.False(await Fleet[round].KnowsAsync(id));
            Assert.Equal(HttpStatusCode.Unauthorized, await slow.StatusAsync("/vault", Fleet[round + 1]));
        }

        await AssertRefusedAsync(ended);
    }

    [Fact]
    public async Task Nothing_comes_back_however_sign_out_and_writes_on_other_nodes_interleave()
    {
        var ended = new List<string>();
        for (var round = 0; round < Tier.Of(80, 10_000); round++)
        {
            using var browser = Fleet.NewBrowser();
            var id = await browser.DoAsync("/login/" + Fleet.NewName(), Fleet[round]);
            using var writer = Fleet.NewBrowser(browser.Cookie);
            ended.Add(browser.Cookie!);
            var writing = new[] { writer.PostAsync("/count", Fleet[round + 1]), writer.PostAsync("/count", Fleet[round + 2]) };
            await browser.DoAsync("/logout", Fleet[round]);
            foreach (var written in await Task.WhenAll(writing))
            {
                Assert.Contains(written.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Unauthorized]);
                written.Dispose();
            }

            foreach (var node in Fleet.Nodes) Assert.False(await node.KnowsAsync(id));
        }

        await AssertRefusedAsync(ended);
    }

    [Fact]
    public async Task Parallel_rotations_on_all_nodes_leave_the_browser_with_the_one_token_that_writes()
    {
        for (var round = 0; round < Tier.Of(20, 2_000); round++)
        {
            using var browser = Fleet.NewBrowser();
            await browser.DoAsync("/login/" + Fleet.NewName(), Fleet[round]);
            using var old = Fleet.NewBrowser(browser.Cookie);
            var gate = $"rotate{round}";
            var rotating = Fleet.Nodes.Select(node => browser.PostAsync($"/slow/{gate}/rotate", node)).ToArray();
            await Task.WhenAll(Fleet.Nodes.Select(node => node.ArrivalAsync(gate)));
            var reading = Fleet.Nodes.Select(node => old.StatusAsync("/members", node)).ToArray();
            await Task.WhenAll(Fleet.Nodes.Select(node => node.OpenAsync(gate)));
            var rotated = await Task.WhenAll(rotating);
            Assert.All(rotated, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
            Assert.Single(rotated, answer => answer.Headers.Contains("Set-Cookie"));
            foreach (var answer in rotated) answer.Dispose();

            // Who comes with the token from before reads for a while, and changes nothing.
            Assert.All(await Task.WhenAll(reading), status => Assert.Equal(HttpStatusCode.OK, status));
            foreach (var node in Fleet.Nodes) Assert.Equal(HttpStatusCode.OK, await old.StatusAsync("/vault", node));
            using (var refused = await old.PostAsync("/a/old", Fleet[round])) Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            foreach (var node in Fleet.Nodes) await browser.DoAsync("/count", node);
            Assert.EndsWith("|||3|", await browser.ReadAsync("/fresh"), StringComparison.Ordinal);
        }
    }

    private async Task AssertRefusedAsync(List<string> cookies)
    {
        foreach (var cookie in cookies)
        {
            using var browser = Fleet.NewBrowser(cookie);
            await Fleet.InTimeAsync(browser);
        }
    }
}
