namespace Azu.Sessions.Tests;

/// <summary>Ending a session: confirmed by the store, or reported as not done and repeated until it is.</summary>
[Trait("Requirement", "R-36")]
public sealed class SignOutTests
{
    private const int RemovalsLeft = 14;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_confirmed_sign_out_leaves_a_new_empty_session()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new() { Name = "a" }, "alice");
        var session = await app.LoadAsync(cookie);
        var id = session.Id;
        session.Data = session.Data with { Count = 9 };
        session.Flash.Notice = "before";
        await session.SignOutAsync(Token);

        Assert.Null(await app.RecordAsync(id));
        Assert.NotEqual(id, session.Id);
        Assert.True(session.IsNew);
        Assert.False(session.IsSignedIn);
        Assert.Equal((null, 0, null), (session.Data.Name, session.Data.Count, session.Flash.Notice));
        await session.CommitAsync();
        Assert.Equal(CookieChange.Remove, session.State.Actions.Cookie);
        Assert.Equal(0, app.Memory.SessionsHeld);
    }

    [Fact]
    public async Task A_flash_after_the_sign_out_makes_a_new_session_for_the_next_page()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new(), "alice");
        var session = await app.LoadAsync(cookie);
        await session.SignOutAsync(Token);
        session.Flash.Notice = "signed out";
        await session.CommitAsync();
        var next = await app.LoadAsync(session.SentCookie);
        Assert.Equal(("signed out", null), (next.Flash.Notice, next.Subject));
        Assert.True((await app.LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task A_visitor_without_a_session_signs_out_without_a_store_call()
    {
        CountingStore? counting = null;
        await using var app = new TestApp<Shop>(faults: memory => counting = new(memory));
        var session = app.New();
        await session.SignOutAsync(Token);
        await session.CommitAsync();
        Assert.Equal(0, counting!.Total);
        Assert.Equal(CookieChange.Remove, session.State.Actions.Cookie);
    }

    [Fact]
    public async Task An_unconfirmed_sign_out_says_so_also_when_the_endpoint_swallows_it()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var session = await app.LoadAsync(await app.CreateAsync(new(), "alice"));
        failing!.Failing = StoreOperations.Remove;
        var first = await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        Assert.True(first.RetryAfter > TimeSpan.Zero);
        session.Flash.Notice = "signed out";
        Assert.Same(first, await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SaveAsync(Token)));
        Assert.Same(first, await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.CommitAsync()));
        Assert.Equal(CookieChange.Remove, session.State.Actions.Cookie);
        Assert.Equal(1, (await app.Manager.GetStatisticsAsync(Token)).PendingRemovals);
    }

    [Fact]
    public async Task An_unconfirmed_removal_is_repeated_until_it_is_confirmed()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        await app.StartAsync();
        var session = await app.LoadAsync(await app.CreateAsync(new(), "alice"));
        var id = session.Id;
        failing!.Failing = StoreOperations.Remove;
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        for (var i = 0; i < 3; i++) app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await app.RecordAsync(id));

        failing.Failing = StoreOperations.None;
        await Eventually.HoldsAsync(() =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            return app.Engine.Removals.Count == 0;
        });
        Assert.Null(await app.RecordAsync(id));
    }

    [Fact]
    public async Task One_session_whose_removal_keeps_failing_does_not_hold_up_the_others()
    {
        await using var app = new TestApp<Shop>(faults: memory => new FailingForOneStore(memory));
        var stuck = await app.LoadAsync(await app.CreateAsync(new()));
        FailingForOneStore.Stuck = stuck.Id;
        var others = new List<SessionId>();
        for (var i = 0; i < 20; i++) others.Add((await app.LoadAsync(await app.CreateAsync(new()))).Id);
        foreach (var id in others.Prepend(stuck.Id)) app.Engine.Removals.Add(id, RemoveCondition.Always, SessionEndReason.SignedOut,
            app.Clock.GetUtcNow().AddHours(1), isMember: true);
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.Equal(1, app.Engine.Removals.Count);
        Assert.Equal(1, app.Memory.SessionsHeld);
    }

    [Fact]
    public async Task A_removal_is_given_up_when_the_session_is_over_anyway()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        failing!.Failing = StoreOperations.Remove;
        app.Engine.Removals.Add(SessionId.New(), RemoveCondition.Always, SessionEndReason.SignedOut, app.Clock.GetUtcNow().AddHours(24), isMember: true);
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.Equal(1, app.Engine.Removals.Count);
        app.Clock.Advance(TimeSpan.FromHours(24));
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.Equal(0, app.Engine.Removals.Count);
    }

    [Fact]
    public async Task What_is_left_when_the_application_stops_is_tried_once_more_and_named()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        await app.StartAsync();
        failing!.Failing = StoreOperations.Remove;
        app.Engine.Removals.Add(SessionId.New(), RemoveCondition.Always, SessionEndReason.SignedOut, app.Clock.GetUtcNow().AddHours(1), isMember: true);
        await app.Engine.Removals.StopAsync(Token);
        Assert.Equal(1, app.Log.Count(RemovalsLeft));
    }

    /// <summary>A store that takes no writes for a while still answers questions.</summary>
    [Fact]
    public async Task Who_signed_out_here_is_signed_out_here_also_while_only_the_removal_fails()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new(), "alice");
        var session = await app.LoadAsync(cookie);
        failing!.Failing = StoreOperations.Remove;
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        var after = await app.LoadAsync(cookie);
        Assert.Equal((true, null), (after.IsNew, after.Subject));
    }

    /// <summary>Whoever signs out with a token that was replaced long ago must not keep alive what its holder has ended.</summary>
    [Fact]
    public async Task A_removal_that_is_added_while_a_weaker_one_is_tried_is_not_forgotten()
    {
        TestApp<Shop>? running = null;
        var until = default(DateTimeOffset);
        var isAdding = false;
        await using var app = new TestApp<Shop>(faults: memory => new AnsweringStore(memory, id =>
        {
            if (isAdding) running!.Engine.Removals.Add(id, RemoveCondition.Always, SessionEndReason.SignedOut, until, isMember: true);
        }));
        running = app;
        until = app.Clock.GetUtcNow().AddHours(1);
        var cookie = await app.CreateAsync(new(), "alice");
        app.Loader.CookieFormat.Read(cookie, out var token);
        app.Engine.Removals.Add(token.Id, RemoveCondition.OfSecret(SecretHash.Of([1])), SessionEndReason.SignedOut, until, isMember: true);
        isAdding = true;
        await app.Engine.Removals.TryAllAsync(Token);
        isAdding = false;
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.Null(await app.RecordAsync(token.Id));
    }

    [Fact]
    public async Task A_sign_out_while_the_store_is_down_is_made_up_for_when_it_is_back()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new(), "alice");
        failing!.Failing = StoreOperations.All;
        var session = await app.LoadAsync(cookie);
        Assert.Equal(SessionDurability.Unavailable, session.Durability);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        Assert.Equal(CookieChange.Remove, session.State.Actions.Cookie);
        failing.Failing = StoreOperations.None;
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.True((await app.LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task Who_holds_no_valid_secret_removes_nothing_by_signing_out_while_the_store_is_down()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var planted = await app.CreateAsync(new());
        var victim = await (await app.LoadAsync(planted)).SignInAndReturnAsync("alice");
        failing!.Failing = StoreOperations.All;
        var attacker = await app.LoadAsync(planted);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await attacker.SignOutAsync(Token));
        failing.Failing = StoreOperations.None;
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.Equal("alice", (await app.LoadAsync(victim.SentCookie)).Subject);
    }

    /// <summary>Otherwise whoever planted the token that the session began with could keep alive what its owner has ended.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signing_out_with_a_replaced_token_takes_back_nobody_elses_sign_out(bool isOwnerFirst)
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var planted = await app.CreateAsync(new());
        var owner = (await (await app.LoadAsync(planted)).SignInAndReturnAsync("alice")).SentCookie;
        failing!.Failing = StoreOperations.All;
        foreach (var cookie in isOwnerFirst ? new[] { owner, planted } : [planted, owner])
        {
            var session = await app.LoadAsync(cookie);
            await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        }

        failing.Failing = StoreOperations.None;
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.True((await app.LoadAsync(owner)).IsNew);
    }

    [Fact]
    public async Task A_removal_that_needs_no_secret_is_not_replaced_by_one_that_does()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        Assert.Equal(TokenReading.Valid, app.Loader.CookieFormat.Read(cookie, out var token));
        app.Engine.Removals.Add(token.Id, RemoveCondition.Always, SessionEndReason.SignedOut, app.Clock.GetUtcNow().AddHours(1), isMember: true);
        app.Engine.Removals.Add(token.Id, RemoveCondition.OfSecret(SecretHash.Of([1])), SessionEndReason.SignedOut, app.Clock.GetUtcNow().AddHours(1),
            isMember: true);
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.Null(await app.RecordAsync(token.Id));
    }

    [Fact]
    public async Task A_session_that_is_ended_twice_is_reported_once()
    {
        await using var app = new TestApp<Shop>(build: b => b.AddEvents<RecordedEvents>());
        var cookie = await app.CreateAsync(new());
        var one = await app.LoadAsync(cookie);
        var two = await app.LoadAsync(cookie);
        var id = one.Id;
        await one.SignOutAsync(Token);
        await two.DeleteAsync(Token);
        Assert.Equal([(nameof(SessionEvents<>.OnEnded), id, SessionEndReason.SignedOut)], RecordedEvents.Of(app).Where(e => e.Reason is not null));
    }

    private sealed class FailingForOneStore(ISessionStore inner) : ForwardingStore(inner)
    {
        public static SessionId Stuck { get; set; }

        public override ValueTask<RemoveResult> RemoveAsync(
            SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
            id == Stuck
                ? throw new SessionStoreException("This one cannot be removed.", id)
                : base.RemoveAsync(id, condition, reason, actor, cancellationToken);
    }

    private sealed class AnsweringStore(ISessionStore inner, Action<SessionId> answered) : ForwardingStore(inner)
    {
        public override async ValueTask<RemoveResult> RemoveAsync(
            SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
        {
            var result = await base.RemoveAsync(id, condition, reason, actor, cancellationToken);
            answered(id);
            return result;
        }
    }
}
