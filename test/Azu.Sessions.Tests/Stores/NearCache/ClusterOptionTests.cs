using Microsoft.Extensions.Options;

namespace Azu.Sessions.Tests;

/// <summary>Every option does what it says, and what makes no sense is refused at start-up.</summary>
public sealed class ClusterOptionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task MaxRevocationLag_is_the_length_of_the_lease(int seconds)
    {
        await using var cluster = await Cluster.StartAsync(1, cluster: c => c.MaxRevocationLag = TimeSpan.FromSeconds(seconds));
        var cookie = await cluster[0].CreateAsync();
        cluster[0].Backplane.CannotSend = true;
        cluster.Clock.Advance(TimeSpan.FromSeconds(0.7 * seconds));
        await AssertHitsAsync(cluster[0], cookie, 1);
        cluster.Clock.Advance(TimeSpan.FromSeconds(0.3 * seconds));
        await AssertHitsAsync(cluster[0], cookie, 0);
    }

    [Fact]
    public async Task MaxRevocationLag_says_how_often_a_node_sends_itself_an_echo()
    {
        await using var cluster = await Cluster.StartAsync(1, cluster: c => c.MaxRevocationLag = TimeSpan.FromSeconds(10));
        var before = cluster.Server.Echoed;
        cluster.Clock.Advance(TimeSpan.FromSeconds(100));
        await Eventually.HoldsAsync(() => cluster.Server.Echoed >= before + 39);
        Assert.InRange(cluster.Server.Echoed - before, 39, 41);
    }

    [Fact]
    public async Task TimeToLive_is_the_end_of_a_copy()
    {
        await using var cluster = await Cluster.StartAsync(1, cluster: c => c.TimeToLive = TimeSpan.FromSeconds(30));
        var cookie = await cluster[0].CreateAsync();
        cluster.Clock.Advance(TimeSpan.FromSeconds(29));
        await AssertHitsAsync(cluster[0], cookie, 1);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await AssertHitsAsync(cluster[0], cookie, 0);
    }

    [Fact]
    public async Task MaxEntries_bounds_the_copies()
    {
        await using var cluster = await Cluster.StartAsync(1, cluster: c => c.MaxEntries = 7);
        for (var i = 0; i < 20; i++) await cluster[0].CreateAsync();
        Assert.Equal(7, cluster[0].Statistics.Copies);
    }

    [Fact]
    public async Task MaxBytes_bounds_what_they_take()
    {
        await using var cluster = await Cluster.StartAsync(1, cluster: c => c.MaxBytes = 100_000);
        for (var i = 0; i < 50; i++) await cluster[0].CreateAsync(new() { Name = new string('x', 10_000) });
        Assert.InRange(cluster[0].Statistics.Bytes, 80_000, 100_000);
    }

    [Fact]
    public async Task NodeId_is_what_the_node_is_called()
    {
        await using var cluster = await Cluster.StartAsync(1, cluster: c => c.NodeId = "web-7");
        Assert.Equal("web-7", (await cluster[0].Manager.GetStatisticsAsync(Token)).NearCache!.NodeId);
        await Eventually.HoldsAsync(() => cluster[0].Log.Count(20) == 1 || Tick(cluster));
        Assert.Contains("web-7", cluster[0].Log.Text(20), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_without_a_name_get_different_ones()
    {
        await using var cluster = await Cluster.StartAsync(2);
        Assert.StartsWith(Environment.MachineName, cluster[0].Statistics.NodeId, StringComparison.Ordinal);
        Assert.NotEqual(cluster[0].Statistics.NodeId, cluster[1].Statistics.NodeId);
    }

    public static TheoryData<string, Action<NearCacheOptions>> Mistakes => new()
    {
        { "MaxRevocationLag", c => c.MaxRevocationLag = TimeSpan.FromMilliseconds(99) },
        { "MaxRevocationLag", c => c.MaxRevocationLag = TimeSpan.FromSeconds(61) },
        { "TimeToLive", c => c.TimeToLive = TimeSpan.Zero },
        { "TimeToLive", c => c.TimeToLive = TimeSpan.FromDays(2) },
        { "MaxEntries", c => c.MaxEntries = 0 },
        { "MaxBytes", c => c.MaxBytes = 1000 },
        { "NodeId", c => c.NodeId = "" },
        { "NodeId", c => c.NodeId = "a\nb" },
        { "NodeId", c => c.NodeId = new string('x', 101) },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public async Task A_setting_that_makes_no_sense_is_named_at_start_up(string setting, Action<NearCacheOptions> mistake)
    {
        await using var node = new ClusterNode(new(), new(), cluster: mistake);
        Assert.Contains(setting, Assert.Throws<OptionsValidationException>(() => node.Engine).Message, StringComparison.Ordinal);
        await node.ForgetAsync();
    }

    [Fact]
    public async Task A_store_that_is_not_shared_is_refused()
    {
        await using var node = new ClusterNode(new(), new(), store: s => new Unshared(s));
        Assert.Contains("this store is not shared", Assert.Throws<InvalidOperationException>(() => node.Engine).Message, StringComparison.Ordinal);
        await node.ForgetAsync();
    }

    [Fact]
    public async Task Two_session_types_on_one_server_keep_apart()
    {
        var (server, clock) = (new SharedServer(), new ManualTimeProvider());
        await using var shop = new ClusterNode(server, clock);
        await using var admin = new ClusterNode(server, clock, o => o.Cookie.Name = "_admin");
        await shop.StartAsync();
        await admin.StartAsync();
        var cookie = await shop.CreateAsync(subject: "ann");
        await shop.RequestAsync(cookie, s => s.Data = s.Data with { Name = "x" });
        Assert.Equal(1, admin.Statistics.MessagesRefused);
        Assert.Equal(0, shop.Statistics.MessagesRefused);
    }

    [Fact]
    [Trait("Fault", "F-17")]
    public async Task While_a_secret_is_being_replaced_revocations_reach_old_and_new_nodes()
    {
        var (server, clock) = (new SharedServer(), new ManualTimeProvider());
        await using var old = new ClusterNode(server, clock, o => o.NextSecret = ClusterNode.Secret(50));
        await using var renewed = new ClusterNode(server, clock, o => (o.Secret, o.PreviousSecrets) = (ClusterNode.Secret(50), [ClusterNode.Secret(1)]));
        await old.StartAsync();
        await renewed.StartAsync();
        foreach (var (from, to) in new[] { (old, renewed), (renewed, old) })
        {
            var cookie = await from.CreateAsync(subject: "ann");
            await to.RequestAsync(cookie);
            await from.Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
            Assert.True((await to.LoadAsync(cookie)).IsNew);
        }

        Assert.Equal(0, old.Statistics.MessagesRefused + renewed.Statistics.MessagesRefused);
    }

    [Fact]
    public async Task A_node_that_was_given_a_secret_too_early_is_noticed()
    {
        var (server, clock) = (new SharedServer(), new ManualTimeProvider());
        await using var node = new ClusterNode(server, clock);
        await using var early = new ClusterNode(server, clock, o => (o.Secret, o.PreviousSecrets) = (ClusterNode.Secret(50), [ClusterNode.Secret(1)]));
        await node.StartAsync();
        await early.StartAsync();
        var cookie = await node.CreateAsync(subject: "ann");
        await early.RequestAsync(cookie);
        for (var i = 0; i < 10; i++) await early.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1 }));
        Assert.Equal(1, node.Log.Count(24));
        await early.Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        Assert.True((await node.LoadAsync(cookie)).IsNew);
        clock.Advance(TimeSpan.FromMinutes(1));
        await early.CreateAsync(subject: "bob");
        await early.Manager.RevokeSubjectAsync("bob", cancellationToken: Token);
        Assert.Equal(2, node.Log.Count(24));
    }

    private static bool Tick(Cluster cluster)
    {
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(100));
        return false;
    }

    private static async Task AssertHitsAsync(ClusterNode node, string cookie, int expected)
    {
        var before = node.Statistics.Hits;
        await node.LoadAsync(cookie);
        Assert.Equal(expected, node.Statistics.Hits - before);
    }

    private sealed class Unshared(AnnouncingStore inner) : ForwardingStore(inner), IAnnouncingStore
    {
        public override SessionCapabilities Capabilities => SessionCapabilities.Durable;

        public ISessionBackplane AnnounceWith(ISessionAnnouncer announcer) => inner.AnnounceWith(announcer);
    }
}
