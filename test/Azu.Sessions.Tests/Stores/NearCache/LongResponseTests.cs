namespace Azu.Sessions.Tests;

/// <summary>A response that lasts sees revocations made elsewhere, and costs the store nothing as long as there are none.</summary>
public sealed class LongResponseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_asks_its_own_node_and_not_the_store_whether_it_goes_on()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var session = await cluster[0].LoadAsync(await cluster[0].CreateAsync(subject: "ann"));
        var ended = session.Ended;
        var before = cluster[0].Calls.Total;
        for (var i = 0; i < 60; i++) cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(ended.IsCancellationRequested);
        Assert.Equal(before, cluster[0].Calls.Total);
    }

    [Fact]
    public async Task It_learns_of_a_revocation_on_another_node()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var session = await cluster[0].LoadAsync(await cluster[0].CreateAsync(subject: "ann"));
        var ended = session.Ended;
        await cluster[1].Manager.RevokeAsync(session.Id, cancellationToken: Token);
        await cluster.TickUntilAsync(() => ended.IsCancellationRequested);
    }

    [Fact]
    public async Task It_learns_of_it_also_when_no_announcement_arrives()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var session = await cluster[0].LoadAsync(await cluster[0].CreateAsync(subject: "ann"));
        var ended = session.Ended;
        cluster[0].Backplane.IsCut = true;
        await cluster[1].Manager.RevokeAsync(session.Id, cancellationToken: Token);
        var start = cluster.Clock.GetTimestamp();
        await cluster.TickUntilAsync(() => ended.IsCancellationRequested);
        // The bound, a look a second, and the steps of this test.
        Assert.True(cluster.Clock.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task It_goes_on_when_only_the_copy_is_past_its_end()
    {
        await using var cluster = await Cluster.StartAsync(2, cluster: c => c.TimeToLive = TimeSpan.FromHours(20));
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        var ended = (await cluster[0].LoadAsync(cookie)).Ended;
        for (var i = 0; i < 3; i++)
        {
            cluster.Clock.Advance(TimeSpan.FromMinutes(50));
            await cluster[1].RequestAsync(cookie);
        }

        Assert.False(ended.IsCancellationRequested);
    }
}
