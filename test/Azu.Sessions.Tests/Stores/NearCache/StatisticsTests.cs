namespace Azu.Sessions.Tests;

/// <summary>The figures of a node, by the manager and by the meter.</summary>
public sealed class StatisticsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_say_what_happened()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var (node, other) = (cluster[0], cluster[1]);
        using var lookups = node.Meter("azu.sessions.near_cache.lookups");
        using var copies = node.Meter("azu.sessions.near_cache.copies");
        using var bytes = node.Meter("azu.sessions.near_cache.bytes");
        using var lease = node.Meter("azu.sessions.near_cache.lease");
        using var lag = node.Meter("azu.sessions.near_cache.revocation_lag");
        using var refused = node.Meter("azu.sessions.near_cache.messages_refused");
        using var interruptions = node.Meter("azu.sessions.near_cache.interruptions");
        using var dropped = node.Meter("azu.sessions.near_cache.fills_dropped");

        var cookie = await other.CreateAsync(subject: "ann");
        for (var i = 0; i < 5; i++) await node.RequestAsync(cookie);
        await node.RequestAsync(cookie, s => s.Data = s.Data with { Name = "x" });
        node.Backplane.Listener!.Receive("garbage"u8);
        var id = (await node.LoadAsync(cookie)).Id;
        node.Calls.Answering = async _ => await other.Manager.RevokeAsync(id, cancellationToken: Token);
        await node.LoadAsync(cookie, StalenessPolicy.Fresh);
        node.Calls.Answering = null;
        await node.CreateAsync();

        var statistics = (await node.Manager.GetStatisticsAsync(Token)).NearCache!;
        Assert.True(statistics.IsLeaseHeld);
        Assert.Equal((6, 1), (statistics.Hits, statistics.Misses));
        Assert.Equal((1, 1, 0), (statistics.FillsDropped, statistics.MessagesRefused, statistics.Interruptions));
        Assert.Equal(1, statistics.Copies);
        Assert.InRange(statistics.Bytes, 200, 1000);
        Assert.Equal((6, 1), (lookups.Now("hit"), lookups.Now("miss")));
        Assert.Equal((1, statistics.Bytes, 1), (copies.Now(), bytes.Now(), lease.Now()));
        Assert.Equal((1, 1), (refused.Sum("Malformed"), dropped.Now()));

        node.Backplane.Listener!.Interrupted();
        Assert.Equal((0, 1), (lease.Now(), interruptions.Sum()));
        Assert.Equal(1, node.Statistics.Interruptions);
        Assert.False(node.Statistics.IsLeaseHeld);
    }

    [Fact]
    public async Task The_lag_counts_from_before_the_write_was_sent()
    {
        await using var cluster = await Cluster.StartAsync(1);
        using var lag = cluster[0].Meter("azu.sessions.near_cache.revocation_lag");
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        cluster[0].Backplane.Hold();
        await cluster[0].Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(250));
        cluster[0].Backplane.Release();
        Assert.Equal(0.25, lag.Sum());
        Assert.Equal(TimeSpan.FromMilliseconds(250), cluster[0].Statistics.LongestLag);
        Assert.True((await cluster[0].LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task An_echo_that_is_missing_is_an_interruption()
    {
        await using var cluster = await Cluster.StartAsync(1);
        using var interruptions = cluster[0].Meter("azu.sessions.near_cache.interruptions");
        cluster[0].Backplane.IsCut = true;
        var sent = cluster.Server.Echoed;
        await cluster.TickUntilAsync(() => cluster.Server.Echoed > sent);
        cluster[0].Backplane.IsCut = false;
        await cluster.TickUntilAsync(() => interruptions.Sum() > 0);
        await cluster.TickUntilAsync(() => cluster[0].Statistics.IsLeaseHeld == true);
        Assert.Equal(1, cluster[0].Statistics.Interruptions);
    }

    [Fact]
    public async Task The_log_says_when_copies_are_used_and_when_not()
    {
        await using var cluster = await Cluster.StartAsync(1);
        await cluster.TickUntilAsync(() => cluster[0].Log.Count(20) == 1);
        cluster[0].Backplane.CannotSend = true;
        await cluster.TickUntilAsync(() => cluster[0].Log.Count(21) == 1);
        Assert.NotEqual(0, cluster[0].Log.Count(22));
        cluster[0].Backplane.CannotSend = false;
        await cluster.TickUntilAsync(() => cluster[0].Log.Count(20) == 2);
    }

    [Fact]
    public async Task They_are_there_also_while_the_store_is_down()
    {
        await using var cluster = await Cluster.StartAsync(1, build: b => b.WithResilience(r => r.CircuitBreaker.FailureThreshold = 2));
        using var circuit = cluster[0].Meter("azu.sessions.store.circuit");
        var cookie = await cluster[0].CreateAsync();
        Assert.Equal((1, SessionCircuitState.Closed), Of(await cluster[0].Manager.GetStatisticsAsync(Token)));
        Assert.Equal(0, circuit.Now("find"));
        cluster.Server.IsDown = true;
        for (var i = 0; i < 5; i++) await cluster[0].LoadAsync(cookie, StalenessPolicy.Fresh);
        Assert.Equal((null, SessionCircuitState.Open), Of(await cluster[0].Manager.GetStatisticsAsync(Token)));
        Assert.Equal((2, 0), (circuit.Now("find"), circuit.Now("remove")));

        static (long?, SessionCircuitState?) Of(SessionStatistics statistics) => (statistics.Sessions, statistics.Circuits?.Find);
    }
}
