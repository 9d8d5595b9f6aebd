namespace Azu.Sessions.Tests;

/// <summary>What a node does when it stops.</summary>
public sealed class ShutdownTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Fault", "F-23")]
    public async Task The_subscription_ends_and_the_copies_with_it()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[0].StopAsync();
        Assert.True(cluster[0].Backplane.IsDisposed);
        Assert.False(cluster[0].Statistics.IsLeaseHeld);
        // A request that is still under way there sees what the others do.
        await cluster[1].Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        Assert.True((await cluster[0].LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task An_application_that_fails_to_stop_leaves_no_subscription_behind()
    {
        var node = new ClusterNode(new(), new());
        await node.StartAsync();
        await node.ForgetAsync();
        await node.DisposeAsync();
        Assert.True(node.Backplane.IsDisposed);
    }

    [Fact]
    [Trait("Requirement", "R-101")]
    public async Task A_commit_that_is_under_way_finishes()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var cookie = await cluster[0].CreateAsync();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = await cluster[0].LoadAsync(cookie);
        cluster[0].Calls.Answering = _ => open.Task;
        session.Data = session.Data with { Name = "kept" };
        var commit = ((IRequestSession)session).CommitAsync().AsTask();
        await cluster[0].StopAsync();
        open.SetResult();
        await commit;
        Assert.Equal("kept", (await cluster[0].LoadAsync(cookie)).Data.Name);
    }

    [Fact]
    [Trait("Requirement", "R-101")]
    public async Task A_removal_that_waited_is_announced_before_the_node_leaves()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        var session = await cluster[0].LoadAsync(cookie);
        await cluster[1].LoadAsync(cookie);
        cluster.Server.IsDown = true;
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        cluster.Server.IsDown = false;
        await cluster[0].StopAsync();
        Assert.True((await cluster[1].LoadAsync(cookie)).IsNew);
    }

    [Fact]
    [Trait("Fault", "F-01")]
    public async Task A_node_whose_server_is_down_starts_and_heals()
    {
        await using var node = new ClusterNode(new() { IsDown = true }, new());
        await node.StartAsync(waits: false);
        await Eventually.HoldsAsync(() => node.Backplane.Listener is not null);
        Assert.False(node.Statistics.IsLeaseHeld);
        node.Server.IsDown = false;
        await Eventually.HoldsAsync(() =>
        {
            node.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return node.Statistics.IsLeaseHeld == true;
        });
    }

    [Fact]
    public async Task A_backplane_that_breaks_its_contract_costs_the_copies_and_nothing_else()
    {
        var (server, clock) = (new SharedServer(), new ManualTimeProvider());
        await using var node = new ClusterNode(server, clock, store: s => new BrokenBackplane(s));
        await node.StartAsync(waits: false);
        await Eventually.HoldsAsync(() => node.Log.Count(23) == 1);
        var cookie = await node.CreateAsync(subject: "ann");
        Assert.Equal("ann", (await node.LoadAsync(cookie)).Subject);
        Assert.Equal(0, node.Statistics.Hits);
    }

    private sealed class BrokenBackplane(AnnouncingStore inner) : ForwardingStore(inner), IAnnouncingStore, ISessionBackplane
    {
        public override SessionCapabilities Capabilities => SessionCapabilities.Shared;

        public ISessionBackplane AnnounceWith(ISessionAnnouncer announcer) => this;

        public ValueTask SubscribeAsync(IBackplaneListener listener, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("A bug.");

        public ValueTask EchoAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default) => default;

        public ValueTask DisposeAsync() => default;
    }
}
