using System.Net;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>Redis was gone, and is back.</summary>
[Trait("Requirement", "R-95")]
public sealed class RecoveryTests : AbsentRedis
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_Redis_is_back_requests_of_one_session_share_its_loads(bool hasCopies)
    {
        const int Parallel = 16;
        // It takes a moment until everybody has arrived.
        await using var app = await StartAsync(hasCopies, r => (r.AttemptTimeout, r.TotalTimeout) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20)));
        using var client = app.NewBareClient();
        var cookies = await WelcomeAsync(client);
        await GoDownAsync(app, client, cookies, isSilent: false);
        Proxy.Heal();
        // Somebody finds out that it is back.
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await client.GetAsync("/who", cookies[0]);
            return answer.IsSuccessStatusCode;
        });

        await using var monitor = await RedisMonitor.StartAsync(Server);
        // Redis is slow at first: everybody has arrived before anything is answered.
        var before = Arrived;
        var slow = Proxy.Hold("GET");
        var herd = cookies.Skip(1).SelectMany(cookie => Enumerable.Range(0, Parallel).Select(_ => client.GetAsync("/who", cookie))).ToArray();
        await Eventually.HoldsAsync(() => Arrived - before == herd.Length);
        slow.Release();
        foreach (var answer in await Task.WhenAll(herd))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answer.Dispose();
        }

        var loads = monitor.Sent("GET").Where(l => l.Key.StartsWith("s:", StringComparison.Ordinal)).ToArray();
        TestContext.Current.TestOutputHelper!.WriteLine($"{herd.Length} requests of {loads.Length} sessions: {loads.Sum(l => l.Value)} loads, at most " +
            $"{loads.Max(l => l.Value)} of one");
        Assert.Equal(Guests - 1, loads.Length);
        // The one that was under way, and the one that all joined who came after it had begun.
        Assert.All(loads, load => Assert.InRange(load.Value, 1, 2));
    }
}
