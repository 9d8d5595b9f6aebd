namespace Azu.Sessions.Tests;

/// <summary>A record that a newer version of the library wrote is kept for the nodes that read it, and locks its visitor out of nothing here.</summary>
[Trait("Requirement", "R-77")]
public sealed class UnreadableRecordTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_visitor_has_no_session_here_keeps_the_cookie_and_can_sign_in_anew()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await SpoiltAsync(app, "alice");
        var session = await app.LoadAsync(cookie);
        Assert.Equal((SessionDurability.Unavailable, true, null), (session.Durability, session.IsNew, session.Subject));
        await session.SignInAsync("alice", Token);
        await session.CommitAsync();
        Assert.Equal("alice", (await app.LoadAsync(session.SentCookie)).Subject);
        Assert.Equal(2, app.Memory.SessionsHeld);
    }

    [Fact]
    public async Task A_change_without_a_sign_in_is_refused_because_the_session_is_still_there()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.LoadAsync(await SpoiltAsync(app, "alice"));
        session.Data = session.Data with { Name = "x" };
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.CommitAsync());
    }

    [Fact]
    public async Task Sign_out_everywhere_ends_it_and_the_others()
    {
        await using var app = new TestApp<Shop>();
        await SpoiltAsync(app, "alice");
        var other = await app.CreateAsync(new(), "alice");
        Assert.Equal(2, await app.Manager.RevokeSubjectAsync("alice", cancellationToken: Token));
        Assert.True((await app.LoadAsync(other)).IsNew);
        Assert.Equal(0, app.Memory.SessionsHeld);
    }

    [Fact]
    public async Task It_counts_neither_for_the_limit_nor_against_it()
    {
        await using var app = new TestApp<Shop>(o => o.MaxSessionsPerSubject = 1);
        await SpoiltAsync(app, "alice");
        var session = app.New();
        await session.SignInAsync("alice", Token);
        Assert.True(session.IsSignedIn);
        Assert.Equal(2, app.Memory.SessionsHeld);
    }

    private static async Task<string> SpoiltAsync(TestApp<Shop> app, string subject)
    {
        var cookie = await app.CreateAsync(new() { Name = "a" }, subject);
        var id = (await app.LoadAsync(cookie)).Id;
        Assert.True(app.Memory.Shards.Of(id).TryFind(id, out var packed));
        SpoiltRecord.Of(packed, Spoiling.Newer).CopyTo(packed, 0);
        return cookie;
    }
}
