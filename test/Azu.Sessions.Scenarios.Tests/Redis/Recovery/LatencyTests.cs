using System.Net;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>Redis is gone, and many people go on clicking. Nothing else runs meanwhile: time is measured.</summary>
[Collection(nameof(Alone))]
[Trait("Requirement", "R-95")]
public sealed class LatencyTests : AbsentRedis
{
    private static readonly TimeProvider s_clock = TimeProvider.System;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_Redis_is_down_nobody_waits_for_it(bool isSilent)
    {
        await using var app = await StartAsync(hasCopies: false);
        using var client = app.NewBareClient();
        var cookies = await WelcomeAsync(client);
        await GoDownAsync(app, client, cookies, isSilent);

        var lasts = TimeSpan.FromSeconds(Tier.Of(2, 30));
        var start = s_clock.GetTimestamp();
        var waits = await Task.WhenAll(cookies.Take(8).Select(cookie => Task.Run(async () =>
        {
            var own = new List<TimeSpan>();
            while (s_clock.GetElapsedTime(start) < lasts)
            {
                var sent = s_clock.GetTimestamp();
                using var answer = await client.GetAsync("/who", cookie);
                own.Add(s_clock.GetElapsedTime(sent));
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                await Task.Delay(1);
            }

            return own;
        })));

        var sorted = waits.SelectMany(w => w).Order().ToArray();
        TimeSpan At(double part) => sorted[(int)((sorted.Length - 1) * part)];
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{sorted.Length} requests, ms: p50 {At(0.5).TotalMilliseconds:0.00} p99 {At(0.99).TotalMilliseconds:0.00} p99.9 " +
                $"{At(0.999).TotalMilliseconds:0.00} max {At(1).TotalMilliseconds:0.0}");
        var resilience = new SessionResilienceOptions();
        Assert.True(At(0.99) < resilience.AttemptTimeout / 4, "Failing is slow.");
        // Whether Redis is back is asked by nobody's request: of a Redis that says nothing the answer takes a whole attempt.
        Assert.True(At(1) < 0.9 * resilience.AttemptTimeout, "Somebody waited for a store that is down.");
    }
}

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
