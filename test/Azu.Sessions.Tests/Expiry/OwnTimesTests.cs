namespace Azu.Sessions.Tests;

/// <summary>A session whose sign-in gave it times of its own.</summary>
public sealed class OwnTimesTests
{
    private static readonly SessionTimes s_kept = new() { IdleTimeout = TimeSpan.FromDays(7), AbsoluteTimeout = TimeSpan.FromDays(30), IsPersistent = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Times_beyond_what_the_options_allow_are_refused_and_nothing_happens()
    {
        await using var app = new TestApp<Shop>();
        var session = app.New();
        foreach (var times in (SessionTimes[])
            [new() { AbsoluteTimeout = TimeSpan.FromHours(25) }, new() { AbsoluteTimeout = TimeSpan.Zero }, new() { IdleTimeout = TimeSpan.FromSeconds(-1) }])
            await Assert.ThrowsAsync<ArgumentException>(() => session.SignInAsync("alice", times, Token).AsTask());
        Assert.Null(session.Subject);
        Assert.Equal(0, await app.Manager.CountAsync(Token));
        await session.SignInAsync("alice", new() { AbsoluteTimeout = TimeSpan.FromHours(24) }, Token);
        Assert.Equal("alice", session.Subject);
    }

    [Fact]
    public async Task Longer_times_count_for_this_session_alone()
    {
        await using var app = new TestApp<Shop>(o => o.MaxAbsoluteTimeout = TimeSpan.FromDays(30));
        var kept = await KeepAsync(app);
        var other = (await app.New().SignInAndReturnAsync("bob")).SentCookie!;
        app.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal("alice", (await app.RequestAsync(kept, _ => { })).Subject);
        Assert.Null((await app.LoadAsync(other)).Subject);
        app.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal("alice", (await app.LoadAsync(kept)).Subject);
    }

    [Fact]
    public async Task Shorter_times_count_too_and_its_use_is_written_down_often_enough()
    {
        await using var app = new TestApp<Shop>();
        var session = app.New();
        await session.SignInAsync("alice", new() { IdleTimeout = TimeSpan.FromMinutes(2), AbsoluteTimeout = TimeSpan.FromMinutes(10) }, Token);
        var cookie = session.SentCookie!;
        for (var i = 0; i < 4; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(110));
            Assert.Equal("alice", (await app.RequestAsync(cookie, _ => { })).Subject);
        }

        app.Clock.Advance(TimeSpan.FromSeconds(130));
        Assert.Null((await app.LoadAsync(cookie)).Subject);
    }

    [Fact]
    public async Task In_a_cookie_they_last_through_a_deploy_that_shortens_the_options_and_end_where_it_lowers_the_longest()
    {
        await using var app = new TestApp<Shop>(o => o.MaxAbsoluteTimeout = TimeSpan.FromDays(30), build: b => b.UseCookieStore());
        var cookie = await KeepAsync(app);
        await using var shorter = Deploy(o => o.MaxAbsoluteTimeout = TimeSpan.FromDays(30));
        await using var lowered = Deploy(_ => { });
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("alice", (await shorter.LoadAsync(cookie)).Subject);
        Assert.Null((await lowered.LoadAsync(cookie)).Subject);

        TestApp<Shop> Deploy(Action<AzuSessionsOptions> options) => new(
            o =>
            {
                (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));
                options(o);
            },
            build: b => b.UseCookieStore(), clock: app.Clock);
    }

    [Fact]
    public async Task A_token_under_an_older_secret_is_sent_again_for_as_long_as_the_session_lasts()
    {
        await using var before = new TestApp<Shop>(o => o.MaxAbsoluteTimeout = TimeSpan.FromDays(30));
        var cookie = await KeepAsync(before);
        var end = before.Clock.GetUtcNow().AddDays(30);
        await using var app = new TestApp<Shop>(
            o => (o.PreviousSecrets, o.Secret) = ([o.Secret!], Convert.ToHexString([.. Enumerable.Range(70, 32).Select(i => (byte)i)])),
            memory: before.Memory, clock: before.Clock);
        before.Clock.Advance(TimeSpan.FromDays(5));
        var session = await app.RequestAsync(cookie, _ => { });
        Assert.Equal(("alice", end), (session.Subject, session.State.Actions.Cookie.Until));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_on_another_node_ends_with_the_session(bool isLeased)
    {
        await using var cluster = await Cluster.StartAsync(2, cluster: isLeased ? null : ClusterNode.Default);
        var session = (Session<Customer>)cluster[0].Loader.New(null);
        await session.SignInAsync("alice", new() { IdleTimeout = TimeSpan.FromMinutes(2) }, Token);
        var cookie = ((IRequestSession)session).State.Actions.Cookie.Value!;
        Assert.Equal("alice", (await cluster[1].RequestAsync(cookie)).Subject);
        cluster.Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("alice", (await cluster[1].RequestAsync(cookie)).Subject);
        cluster.Clock.Advance(TimeSpan.FromSeconds(126));
        Assert.Null((await cluster[1].RequestAsync(cookie)).Subject);
        Assert.Null((await cluster[0].RequestAsync(cookie)).Subject);
    }

    [Fact]
    public async Task A_limit_makes_room_by_the_time_of_the_sign_in_however_long_a_session_lasts()
    {
        await using var app = new TestApp<Shop>(o => (o.MaxSessionsPerSubject, o.MaxAbsoluteTimeout) = (2, TimeSpan.FromDays(30)));
        var kept = await KeepAsync(app);
        for (var i = 0; i < 2; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await app.New().SignInAndReturnAsync("alice");
        }

        Assert.Null((await app.LoadAsync(kept)).Subject);
        Assert.Equal(2, await app.Manager.CountAsync(Token));
    }

    private static async Task<string> KeepAsync(TestApp<Shop> app)
    {
        var session = app.New();
        await session.SignInAsync("alice", s_kept, Token);
        return session.SentCookie!;
    }
}
