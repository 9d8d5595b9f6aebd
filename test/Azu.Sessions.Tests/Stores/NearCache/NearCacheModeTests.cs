using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Azu.Sessions.Tests;

/// <summary>What a node does without a lease, and which store allows what.</summary>
public sealed class NearCacheModeTests
{
    private static readonly TimeSpan s_bound = new NearCacheOptions().MaxRevocationLag;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_default_a_burst_of_requests_reads_the_store_once()
    {
        await using var cluster = await Cluster.StartAsync(2, cluster: ClusterNode.Default);
        var cookie = await cluster[1].CreateAsync(subject: "ann");
        var before = cluster[0].Calls.Finds;
        for (var i = 0; i < 10; i++) await cluster[0].RequestAsync(cookie);
        Assert.Equal(before + 1, cluster[0].Calls.Finds);
        Assert.Null(cluster[0].Statistics.IsLeaseHeld);
    }

    [Fact]
    [Trait("Requirement", "R-81")]
    public async Task By_default_a_revoked_session_is_over_within_the_bound_though_no_message_arrives()
    {
        await using var cluster = await Cluster.StartAsync(2, cluster: ClusterNode.Default);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        cluster[1].Backplane.IsCut = true;
        await cluster[0].Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        cluster.Clock.Advance(s_bound - TimeSpan.FromTicks(1));
        Assert.Equal("ann", (await cluster[1].LoadAsync(cookie)).Subject);
        cluster.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.True((await cluster[1].LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task By_default_nodes_hear_announcements_that_cost_nothing_and_send_no_echoes()
    {
        await using var cluster = await Cluster.StartAsync(2, cluster: ClusterNode.Default);
        await Eventually.HoldsAsync(() => cluster.Nodes.All(n => n.Backplane.Listener is not null));
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        await cluster[0].Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        Assert.True((await cluster[1].LoadAsync(cookie)).IsNew);
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, cluster.Server.Echoed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_pays_for_announcements_makes_them_for_a_lease_alone(bool isLeased)
    {
        var (server, clock) = (new SharedServer(), new ManualTimeProvider());
        await using var node = new ClusterNode(server, clock, cluster: isLeased ? ClusterNode.Leased : ClusterNode.Default, store: s => new Costly(s));
        await node.StartAsync();
        var cookie = await node.CreateAsync(subject: "ann");
        await node.RequestAsync(cookie, s => s.Data = s.Data with { Name = "x" });
        await node.Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        Assert.Equal(isLeased ? 2 : 0, server.Published);
        Assert.Equal(isLeased, node.Backplane.Listener is not null);
    }

    [Fact]
    public async Task A_shared_store_that_announces_nothing_does_for_copies_that_end_in_time()
    {
        var (server, clock) = (new SharedServer(), new ManualTimeProvider());
        await using var node = new ClusterNode(server, clock, cluster: ClusterNode.Default, store: s => new Silent(s));
        await using var other = new ClusterNode(server, clock, cluster: ClusterNode.Default, store: s => new Silent(s));
        await node.StartAsync();
        await other.StartAsync();
        var cookie = await node.CreateAsync(subject: "ann");
        await other.RequestAsync(cookie);
        await node.Manager.RevokeAsync((await node.LoadAsync(cookie)).Id, cancellationToken: Token);
        Assert.Equal("ann", (await other.LoadAsync(cookie)).Subject);
        clock.Advance(s_bound);
        Assert.True((await other.LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task Copies_that_outlive_the_bound_are_refused_on_a_store_that_announces_nothing()
    {
        await using var node = new ClusterNode(new(), new(), store: s => new Silent(s));
        var refusal = Assert.Throws<InvalidOperationException>(() => node.Engine).Message;
        Assert.Contains("Leave TimeToLive (00:05:00) unset", refusal, StringComparison.Ordinal);
        Assert.Contains("MaxRevocationLag (00:00:02)", refusal, StringComparison.Ordinal);
        await node.ForgetAsync();
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(1, null)]
    [InlineData(3, false)]
    public async Task A_lease_is_taken_where_copies_outlive_the_bound_and_nowhere_else(int seconds, bool? isHeld)
    {
        await using var node = new ClusterNode(new(), new(), cluster: c => c.TimeToLive = TimeSpan.FromSeconds(seconds));
        Assert.Equal(isHeld, node.Statistics.IsLeaseHeld);
        await node.ForgetAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sessions_in_this_process_or_in_cookies_have_no_use_for_copies(bool isCookie)
    {
        var services = new ServiceCollection().AddLogging();
        var sessions = services.AddAzuSessionsCore<Customer>(o => o.Secret = ClusterNode.Secret(1)).UsePreset(SessionPreset.Testing).WithNearCache();
        _ = isCookie ? sessions.UseCookieStore() : sessions.UseMemoryStore();
        using var provider = services.BuildServiceProvider();
        var refusal = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<SessionManager<Customer>>());
        Assert.Contains("this store is not shared", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_default_an_outage_shows_copies_for_MaxStaleOnOutage_and_for_outages_alone()
    {
        await using var cluster = await Cluster.StartAsync(1, o => o.MaxStaleOnOutage = TimeSpan.FromSeconds(20), ClusterNode.Default);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        cluster.Clock.Advance(TimeSpan.FromSeconds(19));
        var before = cluster[0].Calls.Finds;
        Assert.Equal(SessionDurability.Durable, (await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage)).Durability);
        Assert.Equal(before + 1, cluster[0].Calls.Finds);
        cluster.Server.IsDown = true;
        cluster.Clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(SessionDurability.Stale, (await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage)).Durability);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SessionDurability.Unavailable, (await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage)).Durability);
    }

    [Fact]
    public void The_section_of_the_sessions_configures_the_near_cache_and_code_counts_after_it()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sessions:NearCache:TimeToLive"] = "00:01:00",
            ["Sessions:NearCache:MaxRevocationLag"] = "00:00:03",
            ["Sessions:NearCache:MaxEntries"] = "7",
            ["Sessions:NearCache:MaxBytes"] = "100000",
            ["Sessions:NearCache:NodeId"] = "web-7",
        }).Build();
        var services = new ServiceCollection();
        var sessions = services.AddAzuSessionsCore<Customer>(configuration.GetSection("Sessions")).WithNearCache(c => c.MaxEntries = 8);
        using var provider = services.BuildServiceProvider();
        var seen = provider.GetRequiredService<IOptionsMonitor<NearCacheOptions>>().Get(sessions.OptionsName);
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(3), 8, 100_000L, "web-7"),
            (seen.TimeToLive, seen.MaxRevocationLag, seen.MaxEntries, seen.MaxBytes, seen.NodeId));
    }

    private sealed class Silent(AnnouncingStore inner) : ForwardingStore(inner);

    private sealed class Costly(AnnouncingStore inner) : ForwardingIndexStore(inner), IAnnouncingStore
    {
        public bool AnnouncesAtNoCost => false;

        public ISessionBackplane AnnounceWith(ISessionAnnouncer announcer) => inner.AnnounceWith(announcer);
    }
}
