using Microsoft.Extensions.Options;

namespace Azu.Sessions.Tests;

/// <summary>What <c>ServeStale</c> shows while the store is down, and what it never shows.</summary>
public sealed class ServeStaleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_store_is_down_the_last_copy_is_shown()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var cookie = await cluster[0].CreateAsync(new() { Name = "cart" }, "ann");
        GoDown(cluster);
        var session = await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage);
        Assert.Equal(("ann", "cart", SessionDurability.Stale), (session.Subject, session.Data.Name, session.Durability));
    }

    [Fact]
    public async Task Without_that_mode_nothing_stale_is_shown()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        GoDown(cluster);
        var session = await cluster[0].LoadAsync(cookie);
        Assert.Equal(SessionDurability.Unavailable, session.Durability);
        Assert.Null(session.Subject);
    }

    [Fact]
    public async Task It_is_shown_for_no_longer_than_MaxStaleOnOutage()
    {
        await using var cluster = await Cluster.StartAsync(1, o => o.MaxStaleOnOutage = TimeSpan.FromSeconds(20));
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        GoDown(cluster);
        cluster.Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(SessionDurability.Stale, (await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage)).Durability);
        cluster.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(SessionDurability.Unavailable, (await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage)).Durability);
    }

    [Fact]
    public async Task A_change_is_not_stored_and_says_so()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        GoDown(cluster);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(() => StaleAsync(cluster, cookie, s => s.Data = s.Data with { Name = "x" }));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(() => StaleAsync(cluster, cookie, s => s.RotateToken()));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(() => StaleAsync(cluster, cookie, s => s.Flash["a"] = "b"));
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () =>
            await (await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage)).SignInAsync("bob", Token));
    }

    [Fact]
    public async Task Reading_changes_nothing_not_even_a_flash_message()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[0].RequestAsync(cookie, s => s.Flash["notice"] = "hello");
        GoDown(cluster);
        cluster.Clock.Advance(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 2; i++)
        {
            var session = await StaleAsync(cluster, cookie, s => Assert.Equal("hello", s.Flash["notice"]));
            Assert.Null(session.SentCookie);
            Assert.Equal(CookieChangeKind.None, session.State.Actions.Cookie.Kind);
        }
    }

    [Fact]
    public async Task Who_signed_out_here_is_signed_out_here()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        GoDown(cluster);
        var session = await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        var after = await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage);
        Assert.Equal(SessionDurability.Unavailable, after.Durability);
        Assert.Null(after.Subject);
    }

    [Fact]
    public async Task Who_signed_out_here_stays_so_when_the_store_answers_once_in_between()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var node = cluster[0];
        var cookie = await node.CreateAsync(subject: "ann");
        var id = (await node.LoadAsync(cookie)).Id;
        // The removal is not confirmed yet, and the session was read again meanwhile.
        node.Engine.Removals.Add(id, RemoveCondition.Always, SessionEndReason.SignedOut, cluster.Clock.GetUtcNow().AddDays(1), isMember: true);
        await node.Cache.FindAsync(id, Token);
        GoDown(cluster);
        Assert.Equal(SessionDurability.Unavailable, (await node.LoadAsync(cookie, StalenessPolicy.StaleOnOutage)).Durability);
    }

    [Fact]
    public async Task What_was_revoked_here_before_the_outage_is_not_shown()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[0].Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        GoDown(cluster);
        Assert.Equal(SessionDurability.Unavailable, (await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage)).Durability);
    }

    [Fact]
    public async Task A_session_that_is_over_is_not_shown()
    {
        await using var cluster = await Cluster.StartAsync(1, o =>
            (o.IdleTimeout, o.MaxStaleOnOutage, o.TouchInterval) = (TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeSpan.FromSeconds(5)));
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        GoDown(cluster);
        cluster.Clock.Advance(TimeSpan.FromSeconds(34));
        Assert.Equal(SessionDurability.Stale, (await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage)).Durability);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SessionDurability.Unavailable, (await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage)).Durability);
    }

    [Fact]
    public async Task A_token_that_the_copy_does_not_admit_is_shown_nothing()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var old = await cluster[0].CreateAsync(subject: "ann");
        var current = (await cluster[0].RequestAsync(old, s => s.RotateToken())).SentCookie!;
        GoDown(cluster);
        Assert.Equal(SessionDurability.Stale, (await cluster[0].LoadAsync(current, StalenessPolicy.StaleOnOutage)).Durability);
        Assert.Equal(SessionDurability.Unavailable, (await cluster[0].LoadAsync(old, StalenessPolicy.StaleOnOutage)).Durability);
    }

    [Fact]
    public async Task When_the_store_is_back_so_is_the_session()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        GoDown(cluster);
        await cluster[0].LoadAsync(cookie, StalenessPolicy.StaleOnOutage);
        cluster.Server.IsDown = false;
        await cluster[0].RequestAsync(cookie, s => s.Data = s.Data with { Name = "back" }, StalenessPolicy.StaleOnOutage);
        Assert.Equal(("back", SessionDurability.Durable), ((await cluster[0].LoadAsync(cookie)).Data.Name, (await cluster[0].LoadAsync(cookie)).Durability));
    }

    [Fact]
    public void Without_a_near_cache_it_is_refused_at_start_up()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAzuSessionsCore<Customer>(o => o.OnStoreFailure = StoreFailureMode.ServeStale).UsePreset(SessionPreset.Testing)
            .UseStore(new AnnouncingStore(new(), TimeProvider.System));
        using var provider = services.BuildServiceProvider();
        var refused = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<SessionManager<Customer>>());
        Assert.Contains("ServeStale needs a near cache", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3601)]
    public void A_bound_that_is_none_is_refused_at_start_up(int seconds)
    {
        using var node = new ServiceCollection().AddLogging().AddAzuSessionsCore<Customer>(o => o.MaxStaleOnOutage = TimeSpan.FromSeconds(seconds))
            .UsePreset(SessionPreset.Testing).UseMemoryStore().Services.BuildServiceProvider();
        Assert.Contains("MaxStaleOnOutage", Assert.Throws<OptionsValidationException>(() => node.GetRequiredService<SessionManager<Customer>>()).Message,
            StringComparison.Ordinal);
    }

    private static async Task<Session<Customer>> StaleAsync(Cluster cluster, string cookie, Action<Session<Customer>> act)
    {
        var session = await cluster[0].RequestAsync(cookie, s =>
        {
            Assert.Equal(SessionDurability.Stale, s.Durability);
            s.State.Policy = s.State.Policy with { FailureMode = StoreFailureMode.ServeStale };
            act(s);
        }, StalenessPolicy.StaleOnOutage);
        return session;
    }

    /// <summary>The server is gone, and with it the announcements.</summary>
    private static void GoDown(Cluster cluster)
    {
        cluster.Server.IsDown = true;
        foreach (var node in cluster.Nodes) node.Backplane.Listener!.Interrupted();
    }
}
