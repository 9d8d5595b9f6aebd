namespace Azu.Sessions.Tests;

/// <summary>Signing out one session where sessions are in cookies: it is noted in the list, beside the subject's stamp.</summary>
[Trait("Requirement", "R-36")]
public sealed class CookieSignOutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_of_the_cookie_is_worth_nothing_and_the_other_devices_stay()
    {
        await using var app = new ListedApp();
        var (laptop, phone, tablet) = (await app.SignInAsync("alice"), await app.SignInAsync("alice"), await app.SignInAsync("alice"));
        await app.SignOutAsync(laptop);
        await app.SignOutAsync(phone);
        Assert.False(await app.AdmitsAsync(laptop));
        Assert.False(await app.AdmitsAsync(phone));
        Assert.True(await app.AdmitsAsync(tablet));
        Assert.Equal(1, app.List.SessionsHeld);
    }

    [Fact]
    public async Task A_session_from_which_its_visitor_signed_out_stays_out_after_signing_out_everywhere()
    {
        await using var app = new ListedApp();
        var laptop = await app.SignInAsync("alice");
        await app.SignOutAsync(laptop);
        await app.Manager.RevokeSubjectAsync("alice", cancellationToken: Token);
        await app.SignInAsync("alice");
        Assert.False(await app.AdmitsAsync(laptop));
        // What refuses it now is the stamp: the entry does not grow.
        Assert.Equal(0, (await app.EntryAsync("alice"))!.Payload.Length);
    }

    [Fact]
    public async Task A_slow_page_that_signs_out_does_not_end_the_sign_in_that_came_after_it()
    {
        await using var app = new ListedApp();
        var first = await app.SignInAsync("alice");
        var slow = await app.App.LoadAsync(first);
        var second = await app.SignInAgainAsync(first, "alice");
        await slow.SignOutAsync(Token);
        Assert.Equal(app.Open(first).Id, app.Open(second).Id);
        Assert.False(await app.AdmitsAsync(first));
        Assert.True(await app.AdmitsAsync(second));
    }

    [Fact]
    public async Task An_administrator_ends_one_session_of_a_subject_whatever_its_cookie_is_by_now()
    {
        await using var app = new ListedApp();
        var first = await app.SignInAsync("alice");
        var other = await app.SignInAsync("alice");
        var second = await app.SignInAgainAsync(first, "alice");
        Assert.True(await app.Manager.RevokeOfSubjectAsync("alice", app.Open(first).Id, cancellationToken: Token));
        Assert.False(await app.AdmitsAsync(first));
        Assert.False(await app.AdmitsAsync(second));
        Assert.True(await app.AdmitsAsync(other));
        Assert.False(await app.Manager.RevokeOfSubjectAsync("bob", app.Open(other).Id, cancellationToken: Token));
        Assert.True(await app.AdmitsAsync(other));
    }

    [Fact]
    public async Task Without_its_subject_a_session_in_a_cookie_cannot_be_ended_from_outside_and_the_message_says_so()
    {
        await using var app = new ListedApp();
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(async () => await app.Manager.RevokeAsync(SessionId.New(), cancellationToken: Token));
        Assert.Contains("RevokeOfSubjectAsync", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await app.Manager.RevokeSubjectAsync("alice", SessionId.New(), cancellationToken: Token));
    }

    [Fact]
    public async Task A_visitor_without_a_subject_is_signed_out_too()
    {
        await using var app = new ListedApp();
        var (guest, other) = (await app.App.CreateAsync(new()), await app.App.CreateAsync(new()));
        await app.SignOutAsync(guest);
        Assert.False(await app.AdmitsAsync(guest));
        Assert.True(await app.AdmitsAsync(other));
    }

    [Fact]
    public async Task Signing_in_as_somebody_else_ends_the_session_before()
    {
        await using var app = new ListedApp();
        var alice = await app.SignInAsync("alice");
        var bob = await app.SignInAgainAsync(alice, "bob");
        Assert.False(await app.AdmitsAsync(alice));
        Assert.True(await app.AdmitsAsync(bob));
    }

    [Fact]
    public async Task A_subject_that_signs_out_singly_more_often_than_fits_is_signed_out_everywhere()
    {
        await using var app = new ListedApp();
        var phone = await app.SignInAsync("alice");
        for (var i = 0; i < SignedOutSessions.Max; i++) await app.SignOutAsync(await app.SignInAsync("alice"));
        Assert.True(await app.AdmitsAsync(phone));
        var last = await app.SignInAsync("alice");
        await app.SignOutAsync(last);
        Assert.False(await app.AdmitsAsync(last));
        Assert.False(await app.AdmitsAsync(phone));
        Assert.True(await app.AdmitsAsync(await app.SignInAsync("alice")));
    }

    [Fact]
    public async Task Two_devices_that_sign_out_at_once_are_both_out()
    {
        await using var app = new ListedApp();
        var cookies = new List<string>();
        for (var i = 0; i < 8; i++) cookies.Add(await app.SignInAsync("alice"));
        await Task.WhenAll(cookies.Select(cookie => Task.Run(() => app.SignOutAsync(cookie))));
        foreach (var cookie in cookies) Assert.False(await app.AdmitsAsync(cookie));
    }
}
