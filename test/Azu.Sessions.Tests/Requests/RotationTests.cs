namespace Azu.Sessions.Tests;

/// <summary>A new secret for the same session, and what the old one is still good for.</summary>
[Trait("Requirement", "R-29")]
[Trait("Requirement", "R-08")]
public sealed class RotationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "R-41")]
    public async Task A_rotation_keeps_session_and_data_and_changes_the_token()
    {
        await using var app = new TestApp<Shop>();
        var before = await app.CreateAsync(new() { Name = "a" }, "alice");
        var session = await app.RequestAsync(before, s => s.RotateToken());
        Assert.NotEqual(before, session.SentCookie);
        var next = await app.LoadAsync(session.SentCookie);
        Assert.Equal((session.Id, "a", "alice"), (next.Id, next.Data.Name, next.Subject));
        Assert.Equal(TokenReading.Malformed, app.Loader.CookieFormat.Read(session.Id.ToString(), out _));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [Trait("Requirement", "R-28")]
    public async Task Parallel_rotations_end_in_one_valid_token_that_one_response_carries(int requests)
    {
        await using var app = new TestApp<Shop>();
        for (var round = 0; round < 50; round++)
        {
            var before = await app.CreateAsync(new() { Count = round });
            var sent = (await Together.RunAsync(requests, async _ =>
            {
                var session = await app.LoadAsync(before);
                session.RotateToken();
                await session.CommitAsync();
                return session.SentCookie;
            })).OfType<string>().ToList();

            // A request that loads after the rotation holds the old token, and is read-only.
            var cookie = Assert.Single(sent);
            Assert.Equal(round, (await app.LoadAsync(cookie)).Data.Count);
            Assert.Equal(SessionOrigin.Admitted, (await app.LoadAsync(cookie)).State.Origin);
        }
    }

    [Fact]
    public async Task Parallel_rotations_that_all_loaded_before_lose_no_data()
    {
        await using var app = new TestApp<Shop>();
        var before = await app.CreateAsync(new());
        var sessions = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => app.LoadAsync(before)));
        foreach (var session in sessions)
        {
            session.RotateToken();
            session.Update(d => d with { Count = d.Count + 1 });
        }

        await Together.RunAsync([.. sessions.Select(s => (Func<Task>)(() => s.CommitAsync().AsTask()))]);

        var cookie = Assert.Single(sessions.Select(s => s.SentCookie).OfType<string>());
        Assert.Equal(16, (await app.LoadAsync(cookie)).Data.Count);
    }

    [Fact]
    public async Task Within_the_grace_the_old_token_reads_and_sends_no_cookie_and_does_not_touch()
    {
        await using var app = new TestApp<Shop>();
        var (before, id) = await RotatedAsync(app);
        app.Clock.Advance(TimeSpan.FromSeconds(9));
        var expiry = (await app.RecordAsync(id))!.ExpiresAt;
        var session = await app.RequestAsync(before, s =>
        {
            Assert.Equal("a", s.Data.Name);
            s.Touch();
            s.RotateToken();
        });
        Assert.Equal(id, session.Id);
        Assert.Equal(CookieChangeKind.None, session.State.Actions.Cookie.Kind);
        Assert.Equal((expiry, 2), ((await app.RecordAsync(id))!.ExpiresAt, (await app.RecordAsync(id))!.Version));
    }

    [Fact]
    public async Task Within_the_grace_the_old_token_does_not_write()
    {
        await using var app = new TestApp<Shop>();
        var (before, id) = await RotatedAsync(app);
        var session = await app.LoadAsync(before);
        session.Data = session.Data with { Name = "b" };
        await Assert.ThrowsAsync<SessionExpiredException>(async () => await session.CommitAsync());
        Assert.Equal("a", (await app.StoredAsync(id)).Name);
    }

    [Fact]
    public async Task Within_the_grace_the_old_token_does_not_consume_flash()
    {
        await using var app = new TestApp<Shop>();
        var first = await app.RequestAsync(await app.CreateAsync(new()), s => s.Flash.Notice = "once");
        var cookie = await app.CreateAsync(new());
        var writer = await app.RequestAsync(cookie, s => s.Flash.Notice = "once");
        var rotated = await app.RequestAsync(cookie, s => s.RotateToken());
        await app.RequestAsync(cookie, s => Assert.Equal("once", s.Flash.Notice));
        Assert.Equal("once", (await app.LoadAsync(rotated.SentCookie)).Flash.Notice);
        Assert.NotEqual(first.Id, writer.Id);
    }

    [Fact]
    public async Task A_request_that_had_loaded_before_the_rotation_still_merges()
    {
        await using var app = new TestApp<Shop>();
        var before = await app.CreateAsync(new());
        var slow = await app.LoadAsync(before);
        slow.Data = slow.Data with { Count = 5 };
        var rotated = await app.RequestAsync(before, s => s.RotateToken());
        await slow.CommitAsync();
        Assert.Null(slow.SentCookie);
        Assert.Equal(5, (await app.LoadAsync(rotated.SentCookie)).Data.Count);
    }

    [Fact]
    public async Task A_second_rotation_kills_the_first_token_even_within_the_grace()
    {
        await using var app = new TestApp<Shop>(o => o.RevokeOnTokenReuse = true);
        var first = await app.CreateAsync(new());
        var second = (await app.RequestAsync(first, s => s.RotateToken())).SentCookie;
        var third = (await app.RequestAsync(second, s => s.RotateToken())).SentCookie;
        Assert.True((await app.LoadAsync(first)).IsNew);
        Assert.Equal(SessionOrigin.Grace, (await app.LoadAsync(second)).State.Origin);
        Assert.Equal(SessionOrigin.Admitted, (await app.LoadAsync(third)).State.Origin);
    }

    [Fact]
    public async Task After_the_grace_an_old_token_is_refused_and_reported()
    {
        await using var app = new TestApp<Shop>(build: b => b.AddEvents<RecordedEvents>());
        var (before, id) = await RotatedAsync(app);
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        var session = await app.LoadAsync(before);
        Assert.True(session.IsNew);
        Assert.Null(session.SentCookie);
        Assert.Contains((nameof(SessionEvents<>.OnRejected), id, SessionEndReason.TokenReuse), RecordedEvents.Of(app));
        Assert.NotNull(await app.RecordAsync(id));
    }

    [Fact]
    public async Task RevokeOnTokenReuse_ends_the_session_of_a_token_that_comes_back()
    {
        await using var app = new TestApp<Shop>(o => o.RevokeOnTokenReuse = true, build: b => b.AddEvents<RecordedEvents>());
        var before = await app.CreateAsync(new());
        var rotated = await app.RequestAsync(before, s => s.RotateToken());
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True((await app.LoadAsync(before)).IsNew);
        Assert.Null(await app.RecordAsync(rotated.Id));
        Assert.True((await app.LoadAsync(rotated.SentCookie)).IsNew);
        Assert.Contains((nameof(SessionEvents<>.OnEnded), rotated.Id, SessionEndReason.TokenReuse), RecordedEvents.Of(app));
    }

    [Fact]
    public async Task RotationGrace_zero_means_none()
    {
        await using var app = new TestApp<Shop>(o => o.RotationGrace = TimeSpan.Zero);
        var (before, _) = await RotatedAsync(app);
        Assert.True((await app.LoadAsync(before)).IsNew);
    }

    [Fact]
    public async Task Signing_in_within_the_grace_makes_a_session_of_its_own()
    {
        await using var app = new TestApp<Shop>();
        var (before, id) = await RotatedAsync(app);
        var session = await app.LoadAsync(before);
        await session.SignInAsync("alice", Token);
        await session.CommitAsync();
        Assert.NotEqual(id, session.Id);
        Assert.Null((await app.RecordAsync(id))!.Subject);
        Assert.Equal("alice", (await app.LoadAsync(session.SentCookie)).Subject);
    }

    [Fact]
    [Trait("Requirement", "R-31")]
    public async Task A_rotation_never_moves_the_absolute_end()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        var end = app.Clock.GetUtcNow() + TimeSpan.FromHours(24);
        for (var i = 0; i < 30; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(45));
            var session = await app.RequestAsync(cookie, s => s.RotateToken());
            cookie = session.SentCookie!;
            Assert.Equal(end, (await app.RecordAsync(session.Id))!.AbsoluteExpiresAt);
        }
    }

    private static async Task<(string Before, SessionId Id)> RotatedAsync(TestApp<Shop> app)
    {
        var before = await app.CreateAsync(new() { Name = "a" });
        return (before, (await app.RequestAsync(before, s => s.RotateToken())).Id);
    }
}
