namespace Azu.Sessions.Tests;

/// <summary>What a visitor with a token that verifies gets, for every state of the record.</summary>
public sealed class AdmissionTests
{
    private const int Corrupted = 4, FromTheFuture = 3, LoadFailed = 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "R-02")]
    public async Task A_token_of_an_unknown_session_is_not_adopted()
    {
        await using var app = new TestApp<Shop>();
        using var rejected = app.Count("azu.sessions.rejected");
        var cookie = await app.CreateAsync(new());
        await app.Manager.ClearAsync(cancellationToken: Token);
        Assert.Equal(TokenReading.Valid, app.Loader.CookieFormat.Read(cookie, out var token));
        var session = await app.RequestAsync(cookie, s => s.Data = s.Data with { Name = "a" });
        Assert.NotEqual(token.Id, session.Id);
        Assert.Null(await app.RecordAsync(token.Id));
        Assert.Equal(1, rejected.Value);
    }

    [Fact]
    [Trait("Requirement", "R-30")]
    public async Task An_idle_session_is_over_after_the_idle_time_and_five_seconds()
    {
        await using var app = new TestApp<Shop>(build: b => b.AddEvents<RecordedEvents>());
        var cookie = await app.CreateAsync(new());
        app.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(4.9));
        var session = await app.LoadAsync(cookie);
        Assert.False(session.IsNew);
        Assert.True(session.IsExpired);
        Assert.False(session.IsValid);
        Assert.Equal(TimeSpan.Zero, session.TimeUntilExpiry);
        app.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True((await app.LoadAsync(cookie)).IsNew);
        Assert.Contains((nameof(SessionEvents<>.OnRejected), session.Id, SessionEndReason.IdleTimeout), RecordedEvents.Of(app));
    }

    [Fact]
    [Trait("Requirement", "R-31")]
    public async Task A_session_in_constant_use_is_over_at_its_absolute_end()
    {
        await using var app = new TestApp<Shop>(build: b => b.AddEvents<RecordedEvents>());
        var cookie = await app.CreateAsync(new());
        var id = (await app.LoadAsync(cookie)).Id;
        for (var minutes = 0; minutes < 24 * 60; minutes += 30)
        {
            Assert.False((await app.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1 }))).IsNew);
            app.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        app.Clock.Advance(SessionLifetime.ClockSkew);
        Assert.True((await app.LoadAsync(cookie)).IsNew);
        Assert.Contains((nameof(SessionEvents<>.OnRejected), id, SessionEndReason.AbsoluteTimeout), RecordedEvents.Of(app));
    }

    [Fact]
    [Trait("Requirement", "R-35")]
    public async Task A_thousand_requests_in_a_second_are_one_touch()
    {
        CountingStore? counting = null;
        await using var app = new TestApp<Shop>(o => o.TouchInterval = TimeSpan.FromMinutes(3), memory => counting = new(memory));
        var cookie = await app.CreateAsync(new());
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        for (var i = 0; i < 1000; i++)
        {
            app.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await app.RequestAsync(cookie, s => _ = s.Data.Name);
        }

        Assert.Equal(1, counting![StoreOperations.Touch]);
        Assert.Equal(0, counting[StoreOperations.Update]);
    }

    [Fact]
    public async Task A_touch_extends_and_a_passive_request_does_not()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var passive = await app.LoadAsync(cookie);
        var expiry = passive.ExpiresAt;
        passive.State.Policy = passive.State.Policy with { IsPassive = true };
        passive.Touch();
        passive.Update(d => d with { Count = 1 });
        await passive.CommitAsync();
        Assert.Equal(expiry, (await app.RecordAsync(passive.Id))!.ExpiresAt);

        var used = await app.RequestAsync(cookie, _ => { });
        Assert.Equal(app.Clock.GetUtcNow() + TimeSpan.FromHours(1), (await app.RecordAsync(used.Id))!.ExpiresAt);
        Assert.Equal(app.Clock.GetUtcNow(), used.LastSeenAt);
        Assert.Equal(TimeSpan.FromHours(1), used.TimeUntilExpiry);
    }

    [Fact]
    public async Task Touch_extends_before_it_is_due()
    {
        await using var app = new TestApp<Shop>(o => o.TouchInterval = TimeSpan.FromMinutes(30));
        var cookie = await app.CreateAsync(new());
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var session = await app.RequestAsync(cookie, s => s.Touch());
        Assert.Equal(app.Clock.GetUtcNow() + TimeSpan.FromHours(1), (await app.RecordAsync(session.Id))!.ExpiresAt);
    }

    [Fact]
    public async Task Without_sliding_nothing_extends()
    {
        await using var app = new TestApp<Shop>(o => o.SlidingExpiration = false);
        var cookie = await app.CreateAsync(new());
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var session = await app.RequestAsync(cookie, s =>
        {
            s.Touch();
            s.Update(d => d with { Count = 1 });
        });
        Assert.Equal(app.Clock.GetUtcNow() + TimeSpan.FromMinutes(50), (await app.RecordAsync(session.Id))!.ExpiresAt);
    }

    [Fact]
    [Trait("Requirement", "R-34")]
    public async Task A_clock_that_goes_back_ends_and_shortens_nothing()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        var expiry = (await app.LoadAsync(cookie)).ExpiresAt;
        app.Clock.SetUtcNow(app.Clock.GetUtcNow() - TimeSpan.FromHours(1));
        var session = await app.RequestAsync(cookie, s => s.Update(d => d with { Count = 1 }));
        Assert.False(session.IsNew);
        Assert.Equal(expiry, (await app.RecordAsync(session.Id))!.ExpiresAt);
    }

    [Fact]
    public async Task A_touch_that_fails_fails_no_request()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new());
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        failing!.Failing = StoreOperations.Touch;
        Assert.False((await app.RequestAsync(cookie, _ => { })).IsNew);
    }

    [Fact]
    [Trait("Requirement", "R-37")]
    public async Task A_touch_of_a_session_that_is_gone_is_dropped_in_silence()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        var session = await app.LoadAsync(cookie);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.Manager.ClearAsync(cancellationToken: Token);
        await session.CommitAsync();
        Assert.Equal(0, app.Memory.SessionsHeld);
        Assert.Null(session.SentCookie);
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 255, 1, 2 })]
    [InlineData(new byte[] { 1, 1, 255, 255, 255, 127 })]
    [InlineData(new byte[] { 1, 1, 1, 0, 0, 0, (byte)'{' })]
    [InlineData(new byte[] { 1, 1, 4, 0, 0, 0, (byte)'n', (byte)'u', (byte)'l', (byte)'l' })]
    [InlineData(new byte[] { 1, 2, 1, 0, 0, 0, (byte)'[' })]
    [InlineData(new byte[] { 1, 3, 1, 0, 0, 0, (byte)'x' })]
    [Trait("Requirement", "R-77")]
    public async Task A_corrupted_payload_is_a_new_session_and_the_record_stays(byte[] payload)
    {
        await using var app = new TestApp<Shop>(build: b => b.AddEvents<RecordedEvents>());
        var (cookie, id) = await WithPayloadAsync(app, payload);
        var session = await app.RequestAsync(cookie, s =>
        {
            Assert.True(s.IsNew);
            Assert.Null(s.Flash.Notice);
        });
        Assert.Null(session.SentCookie);
        Assert.Equal(payload, (await app.RecordAsync(id))!.Payload.ToArray());
        Assert.Contains((nameof(SessionEvents<>.OnRejected), id, SessionEndReason.Corrupted), RecordedEvents.Of(app));
        Assert.Equal(1, app.Log.Count(Corrupted));

        var next = await app.RequestAsync(cookie, s => s.Data = s.Data with { Name = "new" });
        Assert.NotEqual(id, next.Id);
        Assert.Equal("new", (await app.LoadAsync(next.SentCookie)).Data.Name);
    }

    [Fact]
    public async Task A_payload_of_a_newer_version_is_unavailable_and_not_corrupted()
    {
        await using var app = new TestApp<Shop>();
        var (cookie, id) = await WithPayloadAsync(app, [3, 9, 9]);
        var session = await app.LoadAsync(cookie);
        Assert.Equal(SessionDurability.Unavailable, session.Durability);
        Assert.Equal(1, app.Log.Count(FromTheFuture));
        Assert.Equal(0, app.Log.Count(Corrupted));
        session.Data = session.Data with { Name = "x" };
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.CommitAsync());
        Assert.Equal([3, 9, 9], (await app.RecordAsync(id))!.Payload.ToArray());
        Assert.Equal(CookieChangeKind.None, session.State.Actions.Cookie.Kind);
    }

    [Fact]
    public async Task A_newer_version_that_wrote_in_between_makes_the_commit_unavailable_too()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        var session = await app.LoadAsync(cookie);
        session.Data = session.Data with { Name = "x" };
        var record = (await app.RecordAsync(session.Id))!;
        await app.Memory.UpdateAsync(record with { Version = 2, WriteId = 1, Payload = new byte[] { 3 } }, 1, Token);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.CommitAsync());
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await app.Manager.UpdateAsync(session.Id, d => d, Token));
    }

    [Fact]
    public async Task While_the_store_is_down_pages_that_only_look_work_and_a_change_fails()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new() { Name = "a" });
        failing!.Failing = StoreOperations.All;
        var session = await app.RequestAsync(cookie, s => Assert.Null(s.Data.Name));
        Assert.Equal(SessionDurability.Unavailable, session.Durability);
        Assert.Equal(CookieChangeKind.None, session.State.Actions.Cookie.Kind);
        Assert.Equal(1, app.Log.Count(LoadFailed));
        var writing = await app.LoadAsync(cookie);
        writing.Flash.Notice = "x";
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await writing.CommitAsync());
        failing.Failing = StoreOperations.None;
        Assert.Equal("a", (await app.LoadAsync(cookie)).Data.Name);
    }

    [Fact]
    public async Task Ephemeral_keeps_a_change_for_the_request_alone_and_warns_once_a_minute()
    {
        const int WritesDropped = 12;
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new());
        failing!.Failing = StoreOperations.All;
        using var counted = app.Count("azu.sessions.ephemeral_writes");
        for (var i = 0; i < 10; i++)
        {
            var session = await app.LoadAsync(cookie);
            session.State.Policy = session.State.Policy with { FailureMode = StoreFailureMode.Ephemeral };
            session.Data = session.Data with { Name = "x" };
            await session.CommitAsync();
            Assert.Equal((SessionDurability.Ephemeral, "x"), (session.Durability, session.Data.Name));
            Assert.Null(session.SentCookie);
        }

        Assert.Equal((10, 1), (counted.Value, app.Log.Count(WritesDropped)));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = await app.LoadAsync(cookie);
        later.State.Policy = later.State.Policy with { FailureMode = StoreFailureMode.Ephemeral };
        later.Data = later.Data with { Name = "x" };
        await later.CommitAsync();
        Assert.Equal(2, app.Log.Count(WritesDropped));
    }

    private static async Task<(string Cookie, SessionId Id)> WithPayloadAsync(TestApp<Shop> app, byte[] payload)
    {
        var cookie = await app.CreateAsync(new());
        var session = await app.LoadAsync(cookie);
        var record = (await app.RecordAsync(session.Id))!;
        Assert.Equal(UpdateOutcome.Updated, (await app.Memory.UpdateAsync(record with { Version = 2, WriteId = 1, Payload = payload }, 1, Token)).Outcome);
        return (cookie, session.Id);
    }
}
