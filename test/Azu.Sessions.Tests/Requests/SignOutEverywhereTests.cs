namespace Azu.Sessions.Tests;

public sealed class SignOutEverywhereTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_device_is_signed_out_and_the_page_has_a_new_empty_session()
    {
        await using var app = new TestApp<Shop>();
        var cookies = new[] { await app.CreateAsync(new() { Name = "a" }, "alice"), await app.CreateAsync(new(), "alice"),
            await app.CreateAsync(new(), "alice") };
        var bob = await app.CreateAsync(new(), "bob");
        var session = await app.LoadAsync(cookies[0]);
        Assert.Equal(3, await session.SignOutEverywhereAsync(Token));
        session.Flash.Notice = "signed out everywhere";
        await session.CommitAsync();

        foreach (var cookie in cookies) Assert.True((await app.LoadAsync(cookie)).IsNew);
        Assert.Equal("bob", (await app.LoadAsync(bob)).Subject);
        var next = await app.LoadAsync(session.SentCookie);
        Assert.Equal((null, null, "signed out everywhere"), (next.Subject, next.Data.Name, next.Flash.Notice));
    }

    [Fact]
    public async Task A_session_without_a_subject_ends_alone()
    {
        await using var app = new TestApp<Shop>();
        var other = await app.CreateAsync(new());
        var session = await app.LoadAsync(await app.CreateAsync(new()));
        Assert.Equal(1, await session.SignOutEverywhereAsync(Token));
        Assert.True(session.IsNew);
        Assert.False((await app.LoadAsync(other)).IsNew);
        Assert.Equal(0, await app.New().SignOutEverywhereAsync(Token));
    }

    [Fact]
    public async Task A_store_that_fails_leaves_the_visitor_signed_in_here_to_try_again()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        await app.CreateAsync(new(), "alice");
        var session = await app.LoadAsync(await app.CreateAsync(new(), "alice"));
        failing!.Failing = StoreOperations.Remove;
        await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await session.SignOutEverywhereAsync(Token));
        Assert.Equal("alice", session.Subject);
        failing.Failing = StoreOperations.None;
        Assert.Equal(2, await session.SignOutEverywhereAsync(Token));
    }

    [Fact]
    public async Task While_the_store_is_down_nobody_is_told_that_every_device_is_signed_out()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new(), "alice");
        failing!.Failing = StoreOperations.Find;
        var session = await app.LoadAsync(cookie);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutEverywhereAsync(Token));
    }
}
