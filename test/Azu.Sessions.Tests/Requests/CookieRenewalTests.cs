namespace Azu.Sessions.Tests;

/// <summary>When the visitor's own token is sent again, and when another request's cookie is the newer one.</summary>
[Trait("Requirement", "R-22")]
public sealed class CookieRenewalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_persistent_cookie_is_renewed_once_in_a_touch_interval_whether_the_request_reads_or_writes(bool writes)
    {
        await using var app = Persistent();
        var cookie = await app.CreateAsync(new());
        var act = writes ? (Action<Session<Shop>>)(s => s.Update(d => d with { Count = d.Count + 1 })) : s => _ = s.Data.Name;
        Assert.Null((await app.RequestAsync(cookie, act)).SentCookie);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(cookie, (await app.RequestAsync(cookie, act)).SentCookie);
        Assert.Null((await app.RequestAsync(cookie, act)).SentCookie);
    }

    [Fact]
    public async Task A_session_cookie_is_not_renewed()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Null((await app.RequestAsync(cookie, s => s.Touch())).SentCookie);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_renewal_does_not_overwrite_the_cookie_of_a_rotation_meanwhile(bool writes)
    {
        await using var app = Persistent();
        var cookie = await app.CreateAsync(new());
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        var slow = await app.LoadAsync(cookie);
        if (writes) slow.Update(d => d with { Count = 1 });
        await app.RequestAsync(cookie, s => s.RotateToken());
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await slow.CommitAsync();
        Assert.Null(slow.SentCookie);
    }

    [Fact]
    public async Task A_token_of_an_older_key_is_not_issued_anew_over_the_cookie_of_a_sign_in_meanwhile()
    {
        await using var before = new TestApp<Shop>();
        var cookie = await before.CreateAsync(new());
        await using var app = new TestApp<Shop>(
            o => (o.PreviousSecrets, o.Secret) = ([o.Secret!], Convert.ToHexString([.. Enumerable.Range(70, 32).Select(i => (byte)i)])), memory: before.Memory,
                clock: before.Clock);
        var slow = await app.LoadAsync(cookie);
        var signedIn = await (await app.LoadAsync(cookie)).SignInAndReturnAsync("alice");
        await slow.CommitAsync();
        Assert.Null(slow.SentCookie);
        Assert.NotNull(signedIn.SentCookie);
    }

    [Fact]
    public async Task A_sign_out_is_not_undone_by_a_renewal()
    {
        await using var app = Persistent();
        var cookie = await app.CreateAsync(new());
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        var slow = await app.LoadAsync(cookie);
        await (await app.LoadAsync(cookie)).SignOutAsync(Token);
        await slow.CommitAsync();
        Assert.Null(slow.SentCookie);
    }

    [Fact]
    public async Task A_persistent_cookie_of_a_session_with_an_absolute_end_lasts_until_then_and_is_sent_once()
    {
        await using var app = new TestApp<Shop>(o => o.Cookie.Persistent = true);
        var session = app.New();
        await session.SignInAsync("alice", Token);
        Assert.Equal(app.Clock.GetUtcNow().AddHours(24), session.State.Actions.Cookie.Until);
        var cookie = session.SentCookie!;
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Null((await app.RequestAsync(cookie, s => s.Touch())).SentCookie);
    }

    /// <summary>Without an absolute end there is no time at which the cookie could end from the start.</summary>
    private static TestApp<Shop> Persistent() =>
        new(o => (o.Cookie.Persistent, o.TouchInterval, o.AbsoluteTimeout) = (true, TimeSpan.FromMinutes(3), null));
}
