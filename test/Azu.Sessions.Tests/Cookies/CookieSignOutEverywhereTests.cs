namespace Azu.Sessions.Tests;

/// <summary>Signing out everywhere where sessions are in cookies, by the stamp in the list of revocations.</summary>
[Trait("Requirement", "R-39")]
public sealed class CookieSignOutEverywhereTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_earlier_cookie_is_refused_and_the_next_sign_in_works_at_once()
    {
        await using var app = new ListedApp();
        var stolen = await app.SignInAsync("alice");
        var phone = await app.SignInAsync("alice");
        var bob = await app.SignInAsync("bob");
        Assert.Null(await app.Manager.RevokeSubjectAsync("alice", cancellationToken: Token));
        // Not a tick has passed.
        var later = await app.SignInAsync("alice");
        Assert.False(await app.AdmitsAsync(stolen));
        Assert.False(await app.AdmitsAsync(phone));
        Assert.True(await app.AdmitsAsync(bob));
        Assert.True(await app.AdmitsAsync(later));
        Assert.NotEqual(app.Open(stolen).SubjectStamp, app.Open(later).SubjectStamp);
        Assert.Equal(app.Open(stolen).SubjectStamp, app.Open(phone).SubjectStamp);
    }

    [Fact]
    public async Task The_page_that_asks_for_it_has_an_empty_session_and_other_devices_are_signed_out()
    {
        await using var app = new ListedApp();
        var phone = await app.SignInAsync("alice");
        var session = await app.App.LoadAsync(await app.SignInAsync("alice"));
        // They cannot be counted.
        Assert.Null(await session.SignOutEverywhereAsync(Token));
        await session.CommitAsync();
        Assert.True(session.IsNew);
        Assert.False(await app.AdmitsAsync(phone));
    }

    [Fact]
    public async Task A_list_that_lost_its_entry_signs_out_and_lets_no_stolen_cookie_back_in()
    {
        await using var app = new ListedApp();
        var stolen = await app.SignInAsync("alice");
        await app.Manager.RevokeSubjectAsync("alice", cancellationToken: Token);
        var mine = await app.SignInAsync("alice");
        await app.LoseListAsync();
        Assert.False(await app.AdmitsAsync(stolen));
        Assert.False(await app.AdmitsAsync(mine));
        // A revocation of the subject that the list does not know leaves it so.
        await app.Manager.RevokeSubjectAsync("alice", cancellationToken: Token);
        Assert.False(await app.AdmitsAsync(mine));
        var next = await app.SignInAsync("alice");
        Assert.False(await app.AdmitsAsync(stolen));
        Assert.False(await app.AdmitsAsync(mine));
        Assert.True(await app.AdmitsAsync(next));
    }

    [Fact]
    public async Task A_cookie_from_before_the_list_must_sign_in_again_and_an_anonymous_one_stays()
    {
        await using var without = new TestApp<Shop>(build: b => b.UseCookieStore());
        var (member, guest) = (await without.CreateAsync(new(), "alice"), await without.CreateAsync(new()));
        Assert.Equal("alice", (await without.LoadAsync(member)).Subject);
        await using var app = new ListedApp();
        Assert.Null(app.Open(member).SubjectStamp);
        Assert.False(await app.AdmitsAsync(member));
        Assert.True(await app.AdmitsAsync(guest));
        // With an entry of the subject too: no stamp is not that stamp.
        await app.SignInAsync("alice");
        Assert.False(await app.AdmitsAsync(member));
        Assert.True(await app.AdmitsAsync(await app.SignInAgainAsync(guest, "alice")));
    }

    [Fact]
    public async Task A_sign_in_that_read_its_stamp_before_is_signed_out_with_the_others()
    {
        GatedStore? gated = null;
        await using var app = new ListedApp(faults: list => gated = new(list));
        await using var other = new ListedApp(before: app);
        await other.SignInAsync("alice");
        var gate = gated!.Close(StoreOperations.Find, GatePlace.AfterCall);
        var slow = app.SignInAsync("alice");
        await gate.ArrivalAsync(Token);
        await other.Manager.RevokeSubjectAsync("alice", cancellationToken: Token);
        gate.Open();
        Assert.False(await app.AdmitsAsync(await slow));
    }

    [Fact]
    public async Task Broken_text_names_no_subject()
    {
        await using var app = new ListedApp();
        await Assert.ThrowsAsync<ArgumentException>(async () => await app.Manager.RevokeSubjectAsync("\ud800", cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await app.Manager.RevokeOfSubjectAsync("\ud800", SessionId.New(), cancellationToken: Token));
    }
}
