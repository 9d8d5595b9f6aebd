namespace Azu.Sessions.Tests;

/// <summary>What the list of revocations costs, and that it does not grow for ever.</summary>
public sealed class ListCostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "R-87")]
    public async Task A_request_reads_one_entry_and_a_visitor_without_a_cookie_or_with_a_forged_one_reads_none()
    {
        CountingStore? calls = null;
        await using var app = new ListedApp(faults: list => calls = new(list));
        var (member, guest) = (await app.SignInAsync("alice"), await app.App.CreateAsync(new()));
        var other = await app.SignInAsync("alice");
        await app.SignOutAsync(other);
        Assert.Equal((1, 1), await DuringAsync(() => app.App.RequestAsync(member, s => _ = s.Data)));
        Assert.Equal((1, 1), await DuringAsync(() => app.App.RequestAsync(member, s => s.Update(d => d with { Count = 1 }))));
        Assert.Equal((1, 1), await DuringAsync(() => app.App.RequestAsync(other, s => _ = s.Data)));
        Assert.Equal((1, 1), await DuringAsync(() => app.App.RequestAsync(guest, s => _ = s.Data)));
        Assert.Equal((0, 0), await DuringAsync(() => app.App.RequestAsync(null, s => _ = s.Data)));
        Assert.Equal((0, 0), await DuringAsync(() => app.App.RequestAsync(member[..^2] + "AA", s => _ = s.Data)));
        Assert.Equal((0, 0), await DuringAsync(() => app.App.CreateAsync(new())));
        // A sign-in reads the stamp and makes its entry last; a sign-out reads the entry and changes it.
        Assert.Equal((1, 2), await DuringAsync(() => app.SignInAsync("alice")));
        Assert.Equal((2, 3), await DuringAsync(() => app.SignOutAsync(member)));
        app.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal((0, 0), await DuringAsync(() => app.App.RequestAsync(guest, s => _ = s.Data)));

        async Task<(int Reads, int Calls)> DuringAsync(Func<Task> act)
        {
            calls!.Reset();
            await act();
            return (calls[StoreOperations.Find], calls.Total);
        }
    }

    [Fact]
    public async Task A_sign_in_keeps_the_entry_for_as_long_as_its_cookie_lives_and_never_shortens_it()
    {
        await using var app = new ListedApp(Long);
        var start = app.Clock.GetUtcNow();
        await app.SignInAsync("alice");
        Assert.Equal(start.AddDays(30).AddMinutes(1), (await app.EntryAsync("alice"))!.ExpiresAt);
        app.Clock.Advance(TimeSpan.FromDays(20));
        var later = await app.SignInAsync("alice");
        Assert.Equal(start.AddDays(50).AddMinutes(1), (await app.EntryAsync("alice"))!.ExpiresAt);
        await using var deploy = new ListedApp(o => o.MaxAbsoluteTimeout = TimeSpan.FromDays(30), app);
        await deploy.SignInAsync("alice");
        Assert.Equal(start.AddDays(50).AddMinutes(1), (await app.EntryAsync("alice"))!.ExpiresAt);
        app.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        await deploy.Manager.RemoveExpiredAsync(Token);
        Assert.True(await deploy.AdmitsAsync(later));
    }

    [Fact]
    public async Task Visits_with_sign_out_leave_nothing_behind_when_their_cookies_are_over()
    {
        await using var app = new ListedApp();
        for (var i = 0; i < 200; i++) await app.SignOutAsync(await app.App.CreateAsync(new()));
        for (var i = 0; i < 20; i++) await app.SignOutAsync(await app.SignInAsync($"member {i}"));
        Assert.Equal(220, app.List.SessionsHeld);
        await app.Manager.RemoveExpiredAsync(Token);
        Assert.Equal(220, app.List.SessionsHeld);
        app.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(2));
        Assert.Equal(0, await app.Manager.RemoveExpiredAsync(Token));
        Assert.Equal(0, app.List.SessionsHeld);
    }

    [Fact]
    public async Task An_entry_of_a_subject_that_never_leaves_forgets_the_sign_outs_that_are_over()
    {
        await using var app = new ListedApp();
        for (var day = 0; day < 5; day++)
        {
            for (var i = 0; i < 10; i++) await app.SignOutAsync(await app.SignInAsync("alice"));
            app.Clock.Advance(TimeSpan.FromHours(13));
        }

        // Those of the last two and a half days at most: an entry is kept until every cookie under its stamp is over.
        Assert.InRange((await app.EntryAsync("alice"))!.Payload.Length, 10 * 28, 30 * 28);
    }

    private static void Long(AzuSessionsOptions o) => (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.FromDays(30), TimeSpan.FromDays(30));
}
