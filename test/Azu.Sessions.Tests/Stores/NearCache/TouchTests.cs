namespace Azu.Sessions.Tests;

/// <summary>Touches are not announced, and still there is at most one per session and <c>TouchInterval</c>, on however many nodes it is used.</summary>
public sealed class TouchTests
{
    [Fact]
    public async Task Nodes_do_not_repeat_each_others_touches()
    {
        await using var cluster = await Cluster.StartAsync(3, cluster: c => c.TimeToLive = TimeSpan.FromHours(20));
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        for (var i = 0; i < 300; i++)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(6));
            await cluster[i % 3].RequestAsync(cookie);
        }

        // 30 minutes, and one touch in 3 of them at most.
        Assert.InRange(cluster.Nodes.Sum(n => n.Calls.Touches), 8, 10);
    }

    [Fact]
    public async Task A_touch_that_is_asked_for_is_made()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        cluster.Clock.Advance(TimeSpan.FromSeconds(10));
        await cluster[1].RequestAsync(cookie, s => s.Touch());
        Assert.Equal(1, cluster[1].Calls.Touches);
        Assert.Equal(cluster.Clock.GetUtcNow(), (await cluster[0].LoadAsync(cookie, StalenessPolicy.Fresh)).LastSeenAt);
    }

    [Fact]
    public async Task A_touch_by_a_copy_never_moves_a_session_back()
    {
        await using var cluster = await Cluster.StartAsync(2, cluster: c => c.TimeToLive = TimeSpan.FromHours(20));
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        cluster.Clock.Advance(TimeSpan.FromMinutes(4));
        await cluster[0].RequestAsync(cookie);
        var touched = (await cluster[0].LoadAsync(cookie, StalenessPolicy.Fresh)).ExpiresAt;
        await cluster[1].RequestAsync(cookie);
        Assert.Equal(touched, (await cluster[0].LoadAsync(cookie, StalenessPolicy.Fresh)).ExpiresAt);
        Assert.Equal(0, cluster[1].Calls.Touches);
    }

    [Fact]
    public async Task Changes_after_a_touch_by_an_outdated_copy_lose_nothing()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        cluster[1].Backplane.Hold();
        await cluster[0].RequestAsync(cookie, s => s.Data = s.Data with { Name = "zero" });
        var session = await cluster[1].LoadAsync(cookie);
        Assert.Null(session.Data.Name);
        session.Touch();
        await session.SaveAsync(TestContext.Current.CancellationToken);
        session.Update(d => d with { Count = 7 });
        await ((IRequestSession)session).CommitAsync();
        Assert.Equal(new Customer { Name = "zero", Count = 7 }, (await cluster[0].LoadAsync(cookie, StalenessPolicy.Fresh)).Data);
    }
}
