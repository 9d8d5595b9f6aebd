namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>One whole process does nothing for a while, and then goes on as if no time had passed.</summary>
public abstract class PauseScenarios(NodeFleet fleet) : FleetScenarios(fleet)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);
    private static readonly TimeProvider s_clock = TimeProvider.System;

    [Fact]
    public async Task A_process_that_was_paused_admits_nobody_whose_session_ended_meanwhile()
    {
        for (var pause = 0; pause < Tier.Of(1, 10); pause++)
        {
            var guests = new List<(Browser Browser, string Id)>();
            for (var i = 0; i < Tier.Of(100, 1_000); i++) guests.Add(await WelcomeAsync(i));
            var (others, paused) = ((Fleet[pause], Fleet[pause + 1]), Fleet[pause + 2]);
            var hits = (await paused.CopiesAsync()).Hits;
            Assert.NotEqual(0, hits);

            await paused.PauseAsync();
            // Half of them end now, and the rest when the process is about to go on; with requests to it under way, which it finds when it does.
            var atOnce = guests.Take(guests.Count / 2).ToList();
            await EndAsync(atOnce, others);
            var waiting = atOnce.Select(guest => guest.Browser.StatusAsync("/members", paused)).ToList();
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
            await EndAsync([.. guests.Skip(atOnce.Count)], others);
            var end = s_clock.GetTimestamp();
            await paused.ResumeAsync();

            // Whatever of this process still reads its copies does it later than the bound allows.
            waiting.AddRange(atOnce.Select(guest => guest.Browser.StatusAsync("/members", paused)));
            Assert.DoesNotContain(HttpStatusCode.OK, await Task.WhenAll(waiting));
            await Task.WhenAll(guests.Select(guest => Fleet.InTimeAsync(guest.Browser)));
            TestContext.Current.TestOutputHelper!.WriteLine($"all refused {s_clock.GetElapsedTime(end).TotalMilliseconds:0} ms after the pause");
            foreach (var (browser, _) in guests) browser.Dispose();
        }
    }

    /// <summary>Somebody of whom every node has a copy.</summary>
    private async Task<(Browser Browser, string Id)> WelcomeAsync(int number)
    {
        var browser = Fleet.NewBrowser();
        var id = await browser.DoAsync("/login/" + Fleet.NewName(), Fleet[number]);
        // The first look fills the copy, the second is answered by it.
        for (var look = 0; look < 2; look++)
        {
            foreach (var node in Fleet.Nodes) await browser.ReadAsync("/members", node);
        }

        return (browser, id);
    }

    private static async Task EndAsync(List<(Browser Browser, string Id)> guests, (NodeProcess First, NodeProcess Second) nodes)
    {
        foreach (var (i, (_, id)) in guests.Index()) Assert.True(await (i % 2 == 0 ? nodes.First : nodes.Second).RevokeAsync(id));
    }
}
