namespace Azu.Sessions.Tests;

/// <summary>A response that lasts learns that its session is over.</summary>
public sealed class EndedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "R-39")]
    public async Task It_fires_when_the_session_is_revoked()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.LoadAsync(await app.CreateAsync(new(), "alice"));
        var ended = session.Ended;
        await LookAsync(app);
        Assert.False(ended.IsCancellationRequested);
        await app.Manager.RevokeSubjectAsync("alice", cancellationToken: Token);
        await FiresAsync(app, ended);
    }

    [Fact]
    public async Task It_fires_when_another_request_signs_in_as_another_subject()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new(), "alice");
        var ended = (await app.LoadAsync(cookie)).Ended;
        await (await app.LoadAsync(cookie)).SignInAndReturnAsync("bob");
        await FiresAsync(app, ended);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData(null)]
    public async Task A_new_sign_in_of_the_same_subject_or_of_a_guest_is_no_end(string? before)
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new(), before);
        var ended = (await app.LoadAsync(cookie)).Ended;
        await (await app.LoadAsync(cookie)).SignInAndReturnAsync("alice");
        await LookAsync(app);
        Assert.False(ended.IsCancellationRequested);
    }

    [Fact]
    [Trait("Requirement", "R-30")]
    public async Task It_fires_when_the_session_expires_and_not_before()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.LoadAsync(await app.CreateAsync(new()));
        var ended = session.Ended;
        app.Clock.Advance(TimeSpan.FromMinutes(59));
        await LookAsync(app);
        Assert.False(ended.IsCancellationRequested);
        app.Clock.Advance(TimeSpan.FromMinutes(1) + SessionRecord.StoreGrace);
        await FiresAsync(app, ended);
    }

    [Fact]
    public async Task Use_by_other_requests_keeps_it_alive()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        var ended = (await app.LoadAsync(cookie)).Ended;
        for (var i = 0; i < 4; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(50));
            await app.RequestAsync(cookie, s => _ = s.Data.Name);
        }

        await LookAsync(app);
        Assert.False(ended.IsCancellationRequested);
    }

    [Fact]
    public async Task It_fires_at_once_when_the_request_itself_signs_out()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.LoadAsync(await app.CreateAsync(new()));
        var ended = session.Ended;
        await session.SignOutAsync(Token);
        Assert.True(ended.IsCancellationRequested);
    }

    [Fact]
    public async Task It_does_not_fire_when_the_request_itself_signs_in()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.LoadAsync(await app.CreateAsync(new()));
        var ended = session.Ended;
        await session.SignInAsync("alice", Token);
        await LookAsync(app);
        Assert.False(ended.IsCancellationRequested);
        await app.Manager.RevokeAsync(session.Id, cancellationToken: Token);
        await FiresAsync(app, ended);
    }

    [Fact]
    public async Task A_session_that_is_saved_later_is_watched_too()
    {
        await using var app = new TestApp<Shop>();
        var session = app.New();
        var ended = session.Ended;
        await LookAsync(app);
        session.Data = session.Data with { Name = "a" };
        await session.SaveAsync(Token);
        await LookAsync(app);
        Assert.False(ended.IsCancellationRequested);
        await app.Manager.RevokeAsync(session.Id, cancellationToken: Token);
        await FiresAsync(app, ended);
    }

    [Fact]
    public async Task A_store_that_is_down_is_no_end()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var ended = (await app.LoadAsync(await app.CreateAsync(new()))).Ended;
        failing!.Failing = StoreOperations.Find;
        await LookAsync(app);
        Assert.False(ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Who_never_asked_pays_for_no_timer_and_who_did_gives_it_back()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        var session = await app.RequestAsync(cookie, s => _ = s.Data.Name);
        Assert.Equal(0, app.Clock.ArmedTimers);
        var asking = await app.LoadAsync(cookie);
        Assert.True(asking.Ended.CanBeCanceled);
        Assert.Equal(1, app.Clock.ArmedTimers);
        ((IRequestSession)asking).Release();
        ((IRequestSession)session).Release();
        Assert.Equal(0, app.Clock.ArmedTimers);
    }

    [Fact]
    public async Task Neither_a_look_nor_a_late_read_reaches_into_the_next_request_of_the_connection()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.LoadAsync(await app.CreateAsync(new()));
        var request = new CountingListener();
        ((IRequestSession)session).State.Listener = request;
        Assert.True(session.Ended.CanBeCanceled);
        await LookAsync(app);
        Assert.Equal(0, request.Reads);
        Assert.Null(session.Data.Name);
        Assert.Equal(1, request.Reads);
        ((IRequestSession)session).Release();
        Assert.Null(session.Data.Name);
        Assert.Equal(1, request.Reads);
    }

    private sealed class CountingListener : ISessionListener
    {
        public int Reads { get; private set; }

        public void MarkRead() => Reads++;

        public ValueTask SubjectChangedAsync(Type dataType) => default;
    }

    /// <summary>Lets the watch look a few times; in memory a look is over when the clock has moved on.</summary>
    private static async Task LookAsync(TestApp<Shop> app)
    {
        for (var i = 0; i < 3; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    /// <summary>Within three looks; the clock does not go on to where the session would be over anyway.</summary>
    private static async Task FiresAsync(TestApp<Shop> app, CancellationToken ended)
    {
        for (var looks = 0; looks < 3 && !ended.IsCancellationRequested; looks++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Eventually.HoldsAsync(() => ended.IsCancellationRequested);
    }
}
