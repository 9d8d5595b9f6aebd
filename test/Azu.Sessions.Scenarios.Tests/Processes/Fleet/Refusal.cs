namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>Until when nodes still admit a session that has ended.</summary>
internal static class Refusal
{
    /// <summary>What a measurement may add: answers that were decided in time and arrive later, because the machine was busy.</summary>
    private static readonly TimeSpan s_allowance = TimeSpan.FromMilliseconds(500);

    private static readonly TimeProvider s_clock = TimeProvider.System;

    /// <summary>
    /// Asks every node until it refuses. Nobody may be admitted who asks later than the bound, counted from now. A node that can neither use its
    /// copy nor ask the store in time admits nobody, and says so.
    /// </summary>
    public static async Task InTimeAsync(this NodeFleet fleet, Browser browser)
    {
        var since = s_clock.GetTimestamp();
        await Task.WhenAll(fleet.Nodes.Select(node => Eventually.HoldsAsync(async () =>
        {
            var sentAfter = s_clock.GetElapsedTime(since);
            var status = await browser.StatusAsync("/members", node);
            if (status is HttpStatusCode.Unauthorized or HttpStatusCode.ServiceUnavailable) return status == HttpStatusCode.Unauthorized;
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.True(sentAfter <= NodeFleet.Lag, $"A node admitted a request that was sent {sentAfter.TotalMilliseconds:0} ms after the end.");
            Assert.InRange(s_clock.GetElapsedTime(since), TimeSpan.Zero, NodeFleet.Lag + s_allowance);
            return false;
        })));
    }
}
