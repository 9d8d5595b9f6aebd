using System.Net;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>When sessions end by themselves.</summary>
public abstract class ExpiryScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(5);

    [Fact]
    [Trait("Requirement", "R-30")]
    public async Task A_session_that_is_not_used_ends()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => o.IdleTimeout = TimeSpan.FromMinutes(20));
        var cookie = await app.Client.BeginAsync("/login/alice");
        for (var i = 0; i < 5; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(19));
            Assert.Equal("alice|", await app.Client.ReadAsync("/", cookie));
        }

        app.Clock.Advance(TimeSpan.FromMinutes(20) + s_skew);
        using var late = await app.Client.GetAsync("/", cookie);
        Assert.Equal("|", await late.Content.ReadAsStringAsync());
        Assert.Null(late.SetCookie());
        var next = await app.Client.BeginAsync("/login/alice", cookie);
        Assert.NotEqual(cookie[..48], next[..48]);
    }

    [Fact]
    [Trait("Requirement", "R-31")]
    public async Task However_much_it_is_used_a_session_ends_in_the_end()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.FromHours(1), TimeSpan.FromHours(8)));
        var cookie = await app.Client.BeginAsync("/login/alice");
        for (var i = 1; i < 16; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(30));
            Assert.Equal("alice|", await app.Client.ReadAsync("/", cookie));
        }

        app.Clock.Advance(TimeSpan.FromMinutes(30) + s_skew);
        Assert.Equal("|", await app.Client.ReadAsync("/", cookie));
    }

    [Fact]
    public async Task Without_sliding_nothing_extends_a_session()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => (o.IdleTimeout, o.SlidingExpiration) = (TimeSpan.FromHours(1), false));
        var cookie = await app.Client.BeginAsync("/login/alice");
        for (var i = 0; i < 3; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(15));
            (await app.Client.PostAsync("/cart/apple", cookie)).EnsureSuccessStatusCode().Dispose();
        }

        app.Clock.Advance(TimeSpan.FromMinutes(15) + s_skew);
        Assert.Equal("|", await app.Client.ReadAsync("/", cookie));
    }

    [Fact]
    public async Task A_page_that_polls_does_not_keep_its_session_alive()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => o.IdleTimeout = TimeSpan.FromMinutes(20));
        var cookie = await app.Client.BeginAsync("/login/alice");
        for (var i = 0; i < 19; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal("alice|", await app.Client.ReadAsync("/passive", cookie));
        }

        app.Clock.Advance(TimeSpan.FromMinutes(1) + s_skew);
        Assert.Equal("|", await app.Client.ReadAsync("/passive", cookie));
    }

    [Fact]
    [Trait("Requirement", "R-35")]
    public async Task Use_is_written_down_at_most_once_per_touch_interval()
    {
        var clock = new ManualTimeProvider();
        var store = new CountingStore(new MemoryStore(new(), clock));
        await using var app = await SignInApp.WithStoreAsync(o => o.TouchInterval = TimeSpan.FromMinutes(1), b => b.UseStore(store), clock);
        var cookie = await app.Client.BeginAsync("/login/alice");
        store.Reset();
        for (var i = 0; i < 600; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("alice|", await app.Client.ReadAsync("/", cookie));
        }

        Assert.Equal(10, store[StoreOperations.Writes]);
    }

    [Fact]
    [Trait("Requirement", "R-35")]
    public async Task Requests_at_the_same_moment_write_their_use_down_once()
    {
        const int Parallel = 20;
        var clock = new ManualTimeProvider();
        var store = new CountingStore(new MemoryStore(new(), clock));
        await using var app = await SignInApp.WithStoreAsync(o => o.TouchInterval = TimeSpan.FromMinutes(1), b => b.UseStore(store), clock);
        var cookies = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => app.Client.BeginAsync($"/login/user{i}")));
        for (var round = 1; round <= 3; round++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            store.Reset();
            app.Rendezvous = new(Parallel); // all have loaded before any is done
            await Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => app.Client.ReadAsync("/meet", cookies[i % 2])));
            Assert.Equal((2, 2), (store[StoreOperations.Touch], store[StoreOperations.Writes]));
        }
    }

    [Fact]
    [Trait("Requirement", "R-45")]
    public async Task A_page_for_those_who_signed_in_lately_asks_the_others_to_sign_in_again()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var cookie = await app.Client.BeginAsync("/login/alice");
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("alice|", await app.Client.ReadAsync("/vault", cookie));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        using var program = await app.Client.GetAsync("/vault", cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, program.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/vault?a=b");
        request.Headers.Add("Cookie", $"{Wire.CookieName}={cookie}");
        request.Headers.Add("Accept", "text/html");
        using var page = await app.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.Redirect, "/login?redirect_to=%2Fvault%3Fa%3Db"), (page.StatusCode, page.Headers.Location!.OriginalString));
        Assert.Equal("alice|", await app.Client.ReadAsync("/members", cookie));
        cookie = await app.Client.BeginAsync("/login/alice", cookie);
        Assert.Equal("alice|", await app.Client.ReadAsync("/vault", cookie));
    }

    [Fact]
    public async Task A_renewal_does_not_overwrite_the_cookie_of_a_rotation()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o =>
            (o.TouchInterval, o.Cookie.Persistent, o.AbsoluteTimeout) = (TimeSpan.FromMinutes(1), true, null));
        var cookie = await app.Client.BeginAsync("/cart/pear");
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        app.Rendezvous = new(3);
        var slow = Task.WhenAll(app.Client.GetAsync("/meet", cookie), app.Client.PostAsync("/meet/cart/apple", cookie));
        await app.Rendezvous.ArrivalsAsync(2); // both have loaded
        var rotated = await app.Client.BeginAsync("/rotate", cookie);
        await app.Rendezvous.ArriveAsync();
        foreach (var late in await slow)
        {
            Assert.Null(late.SetCookie());
            late.EnsureSuccessStatusCode().Dispose();
        }

        Assert.Equal("|pear,apple", await app.Client.ReadAsync("/", rotated));
    }

    [Fact]
    [Trait("Requirement", "R-24")]
    public async Task A_persistent_cookie_without_an_absolute_end_is_renewed_with_the_session_and_not_more_often()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o =>
            (o.IdleTimeout, o.TouchInterval, o.Cookie.Persistent, o.AbsoluteTimeout) = (TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1), true, null));
        using var begun = await app.Client.PostAsync("/cart/pear", cookie: null);
        var cookie = begun.CookieValue();
        Assert.Contains("; max-age=1200", begun.SetCookie(), StringComparison.Ordinal);
        using var soon = await app.Client.GetAsync("/", cookie);
        Assert.Null(soon.SetCookie());
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var later = await app.Client.GetAsync("/", cookie);
        Assert.Equal(cookie, later.CookieValue());
        Assert.Contains($"expires={app.Clock.GetUtcNow().AddMinutes(20):R}; max-age=1200", later.SetCookie(), StringComparison.Ordinal);
        for (var i = 0; i < 4; i++)
        {
            // A write extends the session as well, and leaves no touch to be due.
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            using var written = await app.Client.PostAsync("/cart/apple", cookie);
            Assert.Equal(cookie, written.CookieValue());
        }

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var passive = await app.Client.GetAsync("/passive", cookie);
        Assert.Null(passive.SetCookie());
    }

    [Fact]
    [Trait("Requirement", "R-24")]
    public async Task A_persistent_cookie_ends_with_its_session_and_is_sent_once()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => (o.TouchInterval, o.Cookie.Persistent) = (TimeSpan.FromMinutes(1), true));
        using var login = await app.Client.PostAsync("/login/alice", cookie: null);
        Assert.Contains($"expires={app.Clock.GetUtcNow().AddHours(24):R}; max-age=86400", login.SetCookie(), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        using var later = await app.Client.GetAsync("/", login.CookieValue());
        Assert.Null(later.SetCookie());
        Assert.Equal("alice|", await later.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_session_with_times_of_its_own_keeps_them_through_deploys_that_change_the_options()
    {
        var (place, secret, next) = (Place.New(), SessionSecrets.Generate(), SessionSecrets.Generate());
        string cookie, other;
        ManualTimeProvider clock;
        await using (var app = await DeployAsync(o => (o.Secret, o.MaxAbsoluteTimeout) = (secret, TimeSpan.FromDays(60)), null))
        {
            clock = app.Clock;
            using var kept = await app.Client.PostAsync("/keep/alice", cookie: null);
            cookie = kept.CookieValue()!;
            Assert.Contains($"expires={clock.GetUtcNow().AddDays(30):R}; max-age=2592000", kept.SetCookie(), StringComparison.Ordinal);
            other = await app.Client.BeginAsync("/login/alice");
        }

        // Shorter times for all, and a new secret: the session is as it was, and its cookie ends when it did.
        await using var later = await DeployAsync(o =>
        {
            (o.Secret, o.PreviousSecrets) = (next, [secret]);
            (o.IdleTimeout, o.AbsoluteTimeout, o.MaxAbsoluteTimeout) = (TimeSpan.FromMinutes(10), TimeSpan.FromHours(8), TimeSpan.FromDays(60));
        }, clock);
        clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal("|", await later.Client.ReadAsync("/", other));
        using var visit = await later.Client.GetAsync("/", cookie);
        Assert.Equal("alice|", await visit.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"expires={clock.GetUtcNow().AddDays(24):R}; max-age=2073600", visit.SetCookie(), StringComparison.Ordinal);
        cookie = visit.CookieValue()!;
        for (var day = 12; day < 30; day += 6)
        {
            clock.Advance(TimeSpan.FromDays(6));
            Assert.Equal("alice|", await later.Client.ReadAsync("/", cookie));
        }

        clock.Advance(TimeSpan.FromDays(6) + TimeSpan.FromSeconds(20)); // clocks of nodes may differ
        Assert.Equal("|", await later.Client.ReadAsync("/", cookie));

        Task<SignInApp> DeployAsync(Action<AzuSessionsOptions> options, ManualTimeProvider? at) =>
            SignInApp.WithStoreAsync(options, b => TStore.Use(b, place), at);
    }

    [Fact]
    public async Task A_later_sign_in_has_the_times_that_it_asks_for_and_no_others()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => o.MaxAbsoluteTimeout = TimeSpan.FromDays(60));
        var cookie = await app.Client.BeginAsync("/keep/alice");
        using var again = await app.Client.PostAsync("/login/alice", cookie);
        Assert.DoesNotContain("max-age", again.SetCookie(), StringComparison.Ordinal);
        cookie = again.CookieValue()!;
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("|", await app.Client.ReadAsync("/", cookie));
    }

    [Fact]
    public async Task A_rotation_keeps_the_times_of_the_session()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => o.MaxAbsoluteTimeout = TimeSpan.FromDays(60));
        var cookie = await app.Client.BeginAsync("/keep/alice");
        app.Clock.Advance(TimeSpan.FromDays(5));
        using var rotated = await app.Client.PostAsync("/rotate", cookie);
        Assert.Contains("; max-age=2160000", rotated.SetCookie(), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal("alice|", await app.Client.ReadAsync("/", rotated.CookieValue()!));
    }
}
