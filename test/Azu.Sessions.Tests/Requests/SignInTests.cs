namespace Azu.Sessions.Tests;

/// <summary>Signing in: a new secret and the next generation at once.</summary>
[Trait("Requirement", "R-27")]
public sealed class SignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_anonymous_session_keeps_its_data_and_its_id_under_a_new_token()
    {
        await using var app = new TestApp<Shop>();
        var before = await app.CreateAsync(new() { Cart = ["a"] });
        var session = await app.LoadAsync(before);
        var id = session.Id;
        session.Flash.Notice = "welcome";
        await session.SignInAsync("alice", Token);
        session.Data = session.Data with { Name = "Alice" };
        await session.CommitAsync();

        Assert.NotEqual(before, session.SentCookie);
        var next = await app.LoadAsync(session.SentCookie);
        Assert.Equal((id, "alice", "welcome"), (next.Id, next.Subject, next.Flash.Notice));
        Assert.Equal(["a"], next.Data.Cart);
        Assert.Equal("Alice", next.Data.Name);
    }

    [Fact]
    public async Task The_token_from_before_is_dead_at_once()
    {
        await using var app = new TestApp<Shop>();
        var planted = await app.CreateAsync(new() { Name = "planted" });
        var victim = await app.LoadAsync(planted);
        await victim.SignInAsync("alice", Token);
        var attacker = await app.LoadAsync(planted);
        Assert.True(attacker.IsNew);
        Assert.Null(attacker.Subject);
        Assert.Null(attacker.Data.Name);
        attacker.Data = attacker.Data with { Name = "attack" };
        await attacker.CommitAsync();
        Assert.Equal("planted", (await app.StoredAsync(victim.Id)).Name);
        Assert.NotEqual(victim.Id, attacker.Id);
    }

    [Fact]
    public async Task A_superseded_request_that_only_looks_sends_no_cookie()
    {
        await using var app = new TestApp<Shop>();
        var before = await app.CreateAsync(new());
        await (await app.LoadAsync(before)).SignInAsync("alice", Token);
        var session = await app.RequestAsync(before, s => _ = s.Data.Name);
        Assert.Equal(CookieChangeKind.None, session.State.Actions.Cookie.Kind);
    }

    [Fact]
    public async Task A_double_click_on_log_in_makes_two_sessions_that_work()
    {
        await using var app = new TestApp<Shop>();
        var before = await app.CreateAsync(new() { Cart = ["a"] });
        var first = await app.LoadAsync(before);
        var second = await app.LoadAsync(before);
        await first.SignInAsync("alice", Token);
        await second.SignInAsync("alice", Token);
        var third = await app.LoadAsync(before);
        await third.SignInAsync("alice", Token);
        Assert.Equal(3, new[] { first.Id, second.Id, third.Id }.Distinct().Count());
        foreach (var session in (Session<Shop>[])[first, second, third])
        {
            await session.CommitAsync();
            Assert.Equal("alice", (await app.LoadAsync(session.SentCookie)).Subject);
        }

        Assert.Equal(["a"], (await app.LoadAsync(first.SentCookie)).Data.Cart);
    }

    [Fact]
    public async Task Data_that_a_parallel_request_wrote_before_the_sign_in_is_kept()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new() { Cart = ["a"] });
        var signingIn = await app.LoadAsync(cookie);
        await app.RequestAsync(cookie, s => s.Update(d => d with { Cart = [.. d.Cart, "b"] }));
        await signingIn.SignInAsync("alice", Token);
        signingIn.Data = signingIn.Data with { Name = "Alice" };
        signingIn.Update(d => d with { Cart = [.. d.Cart, "c"] });
        await signingIn.CommitAsync();

        var next = await app.LoadAsync(signingIn.SentCookie);
        Assert.Equal(["a", "b", "c"], next.Data.Cart);
        Assert.Equal("Alice", next.Data.Name);
    }

    [Fact]
    public async Task Another_subject_starts_empty_under_a_new_id_and_the_first_one_is_over()
    {
        await using var app = new TestApp<Shop>();
        var alices = await app.CreateAsync(new() { Name = "Alice", Cart = ["hers"] }, "alice");
        var session = await app.LoadAsync(alices);
        var hers = session.Id;
        session.Data = session.Data with { Count = 9 };
        session.Flash.Notice = "for Alice";
        await session.SignInAsync("bob", Token);
        await session.CommitAsync();

        var bobs = await app.LoadAsync(session.SentCookie);
        Assert.NotEqual(hers, bobs.Id);
        Assert.Equal("bob", bobs.Subject);
        Assert.Null(bobs.Flash.Notice);
        Assert.Equal((null, 0, 0), (bobs.Data.Name, bobs.Data.Cart.Length, bobs.Data.Count));
        Assert.Null(await app.RecordAsync(hers));
        Assert.True((await app.LoadAsync(alices)).IsNew);
    }

    [Fact]
    [Trait("Requirement", "R-44")]
    public async Task A_write_on_its_way_when_somebody_signs_in_is_not_carried_out()
    {
        GatedStore? gated = null;
        await using var app = new TestApp<Shop>(faults: memory => gated = new(memory));
        await using var other = new TestApp<Shop>(memory: app.Memory, clock: app.Clock);
        var cookie = await app.CreateAsync(new());
        var slow = await app.LoadAsync(cookie);
        slow.Data = slow.Data with { Name = "planted" };
        var gate = gated!.Close(StoreOperations.Update);
        var writing = slow.CommitAsync().AsTask();
        await gate.ArrivalAsync(Token);
        var alice = await (await other.LoadAsync(cookie)).SignInAndReturnAsync("alice");
        gate.Open();
        await Assert.ThrowsAsync<SessionExpiredException>(() => writing);
        Assert.Null((await app.StoredAsync(alice.Id)).Name);
    }

    [Fact]
    [Trait("Requirement", "R-44")]
    public async Task A_writer_of_an_earlier_generation_gets_SessionExpired_and_nothing_of_it_is_stored()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new() { Name = "before" });
        var slow = await app.LoadAsync(cookie);
        slow.Data = slow.Data with { Name = "planted" };
        slow.Update(d => d with { Count = 666 });
        slow.Flash.Notice = "planted";
        var alice = await (await app.LoadAsync(cookie)).SignInAndReturnAsync("alice");

        var refusal = await Assert.ThrowsAsync<SessionExpiredException>(async () => await slow.CommitAsync());

        Assert.Equal(slow.Id, refusal.SessionId);
        Assert.Null(slow.SentCookie);
        var seen = await app.LoadAsync(alice.SentCookie);
        Assert.Equal(("before", 0, null), (seen.Data.Name, seen.Data.Count, seen.Flash.Notice));
        Assert.Equal(1, app.Memory.SessionsHeld);
    }

    [Fact]
    public async Task Alices_slow_request_writes_nothing_into_Bobs_session()
    {
        await using var app = new TestApp<Shop>();
        var alices = await app.CreateAsync(new(), "alice");
        var slow = await app.LoadAsync(alices);
        slow.Update(d => d with { Name = "Alice" });
        var bob = await (await app.LoadAsync(alices)).SignInAndReturnAsync("bob");
        await Assert.ThrowsAsync<SessionExpiredException>(async () => await slow.CommitAsync());
        Assert.Null((await app.LoadAsync(bob.SentCookie)).Data.Name);
        Assert.Equal(1, app.Memory.SessionsHeld);
    }

    [Fact]
    [Trait("Requirement", "R-33")]
    public async Task Signing_in_again_starts_both_timeouts_anew()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.LoadAsync(await app.CreateAsync(new() { Name = "kept" }, "alice"));
        var generation = session.State.Record!.Generation;
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await session.SignInAsync("alice", Token);
        await session.CommitAsync();
        var record = (await app.RecordAsync(session.Id))!;
        Assert.Equal(app.Clock.GetUtcNow(), record.SignedInAt);
        Assert.Equal(app.Clock.GetUtcNow() + TimeSpan.FromHours(24), record.AbsoluteExpiresAt);
        Assert.Equal(app.Clock.GetUtcNow() + TimeSpan.FromHours(1), record.ExpiresAt);
        Assert.Equal(generation + 1, record.Generation);
        Assert.Equal("kept", (await app.StoredAsync(session.Id)).Name);
    }

    [Fact]
    public async Task A_visitor_without_a_session_signs_in_with_what_the_request_changed()
    {
        await using var app = new TestApp<Shop>();
        var session = app.New();
        session.Data = session.Data with { Cart = ["a"] };
        session.Flash.Notice = "hello";
        session.RotateToken();
        await session.SignInAsync("alice", Token);
        await session.CommitAsync();
        var next = await app.LoadAsync(session.SentCookie);
        Assert.Equal(("alice", "hello"), (next.Subject, next.Flash.Notice));
        Assert.Equal(["a"], next.Data.Cart);
        Assert.Equal(2, (await app.RecordAsync(session.Id))!.Version);
    }

    [Fact]
    public async Task Without_an_absolute_timeout_nobody_can_sign_in()
    {
        await using var app = new TestApp<Shop>(o => o.AbsoluteTimeout = null);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(async () => await app.New().SignInAsync("alice", Token));
        Assert.Contains("AbsoluteTimeout", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_store_is_down_nobody_is_signed_in()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new());
        failing!.Failing = StoreOperations.All;
        var session = await app.LoadAsync(cookie);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignInAsync("alice", Token));
        Assert.False(session.IsSignedIn);
        Assert.Null(session.SentCookie);
    }

    [Fact]
    public async Task RecordClient_keeps_who_signed_in_from_where()
    {
        await using var app = new TestApp<Shop>(o => o.RecordClient = true);
        var session = app.New(new(System.Net.IPAddress.Parse("203.0.113.7"), "a browser"));
        await session.SignInAsync("alice", Token);
        Assert.Equal(new("203.0.113.7", "a browser"), (await app.RecordAsync(session.Id))!.Client);
    }
}
