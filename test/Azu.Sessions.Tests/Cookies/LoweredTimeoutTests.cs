namespace Azu.Sessions.Tests;

/// <summary>A cookie that was sealed under longer timeouts than those of today.</summary>
[Trait("Requirement", "R-31")]
public sealed class LoweredTimeoutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lowered_timeout_ends_cookies_from_before_it()
    {
        await using var before = new ListedApp(Long);
        var cookie = await before.SignInAsync("alice");
        await using var app = new ListedApp(Short, before);
        app.Clock.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(4));
        Assert.True(await app.AdmitsAsync(cookie));
        using var rejected = app.App.Count("azu.sessions.rejected");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await app.AdmitsAsync(cookie));
        Assert.True(await before.AdmitsAsync(cookie));
        Assert.Equal(1, rejected.Value);
    }

    [Fact]
    public async Task MaxAbsoluteTimeout_lets_them_last_while_new_sessions_are_shorter()
    {
        await using var before = new ListedApp(Long);
        var old = await before.SignInAsync("alice");
        await using var app = new ListedApp(o =>
            (o.IdleTimeout, o.AbsoluteTimeout, o.MaxAbsoluteTimeout) = (TimeSpan.FromHours(8), TimeSpan.FromHours(8), TimeSpan.FromDays(20)), before);
        var young = await app.SignInAsync("alice");
        app.Clock.Advance(TimeSpan.FromHours(9));
        Assert.True(await app.AdmitsAsync(old));
        Assert.False(await app.AdmitsAsync(young));
        app.Clock.Advance(TimeSpan.FromDays(20) - TimeSpan.FromHours(9) + TimeSpan.FromSeconds(6));
        Assert.False(await app.AdmitsAsync(old));
    }

    [Fact]
    public async Task A_raised_timeout_lengthens_no_cookie_from_before_it()
    {
        await using var before = new ListedApp(Short);
        var cookie = await before.SignInAsync("alice");
        await using var app = new ListedApp(Long, before);
        app.Clock.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(6));
        Assert.False(await app.AdmitsAsync(cookie));
    }

    [Fact]
    public async Task It_counts_from_the_sign_in_and_for_a_guest_from_the_first_visit()
    {
        await using var before = new ListedApp(Long);
        var guest = await before.App.CreateAsync(new());
        before.Clock.Advance(TimeSpan.FromHours(4));
        var member = await before.SignInAgainAsync(guest, "alice");
        await using var app = new ListedApp(Short, before);
        app.Clock.Advance(TimeSpan.FromHours(5));
        Assert.False(await app.AdmitsAsync(guest));
        Assert.True(await app.AdmitsAsync(member));
        app.Clock.Advance(TimeSpan.FromHours(4));
        Assert.False(await app.AdmitsAsync(member));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "R-36")]
    public async Task Who_signed_out_under_a_lowered_timeout_stays_out_when_it_is_raised_again(bool everywhere)
    {
        await using var before = new ListedApp(Long);
        var cookie = await before.SignInAsync("alice");
        await using var lowered = new ListedApp(Short, before);
        if (everywhere) await lowered.Manager.RevokeSubjectAsync("alice", cancellationToken: Token);
        else await lowered.SignOutAsync(cookie);
        await using var raised = new ListedApp(Long, before);
        for (var day = 0; day < 31; day++)
        {
            Assert.False(await raised.AdmitsAsync(cookie));
            before.Clock.Advance(TimeSpan.FromDays(1));
            await raised.Manager.RemoveExpiredAsync(Token);
        }
    }

    [Fact]
    public async Task Without_a_list_a_lowered_timeout_counts_too()
    {
        var clock = new ManualTimeProvider();
        await using var before = new TestApp<Shop>(Long, build: b => b.UseCookieStore(), clock: clock);
        var cookie = await before.CreateAsync(new(), "alice");
        await using var app = new TestApp<Shop>(Short, build: b => b.UseCookieStore(), clock: clock);
        clock.Advance(TimeSpan.FromHours(9));
        Assert.False((await before.LoadAsync(cookie)).IsNew);
        Assert.True((await app.LoadAsync(cookie)).IsNew);
    }

    private static void Long(AzuSessionsOptions o) => (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.FromDays(30), TimeSpan.FromDays(30));

    private static void Short(AzuSessionsOptions o) => (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.FromHours(8), TimeSpan.FromHours(8));
}
