namespace Azu.Sessions.Tests;

/// <summary>A sign-out ends the session that its request loaded: whatever the secret is by then, and no other session.</summary>
[Trait("Requirement", "R-36")]
public sealed class RemovalConditionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rotation_beside_the_sign_out_does_not_save_the_session(bool isRotationFirst)
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new(), "alice");
        var (leaving, rotating) = (await app.LoadAsync(cookie), await app.LoadAsync(cookie));
        rotating.RotateToken();
        if (isRotationFirst)
        {
            await rotating.CommitAsync();
            await leaving.SignOutAsync(Token);
        }
        else
        {
            await leaving.SignOutAsync(Token);
            await Assert.ThrowsAsync<SessionExpiredException>(async () => await rotating.CommitAsync());
        }

        // Whichever cookie the browser received last.
        Assert.True((await app.LoadAsync(cookie)).IsNew);
        if (isRotationFirst) Assert.True((await app.LoadAsync(rotating.SentCookie)).IsNew);
        Assert.Equal(0, app.Memory.SessionsHeld);
    }

    [Fact]
    public async Task However_a_rotation_and_a_sign_out_meet_the_visitor_is_signed_out()
    {
        await using var app = new TestApp<Shop>();
        for (var round = 0; round < 500; round++)
        {
            var cookie = await app.CreateAsync(new(), "alice");
            var (leaving, rotating) = (await app.LoadAsync(cookie), await app.LoadAsync(cookie));
            rotating.RotateToken();
            var rotation = Task.Run(async () => await Record.ExceptionAsync(async () => await rotating.CommitAsync()), Token);
            await Task.Run(async () => await leaving.SignOutAsync(Token), Token);
            var refused = await rotation;
            Assert.True(refused is null or SessionExpiredException, $"Round {round}: {refused}");
            Assert.True((await app.LoadAsync(cookie)).IsNew, $"Round {round}: the old cookie is still signed in.");
            if (refused is null) Assert.True((await app.LoadAsync(rotating.SentCookie)).IsNew, $"Round {round}: the rotated cookie is still signed in.");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_request_from_before_a_sign_in_does_not_sign_out_who_signed_in(bool isDelete)
    {
        await using var app = new TestApp<Shop>();
        var planted = await app.CreateAsync(new());
        var slow = await app.LoadAsync(planted);
        var victim = (await (await app.LoadAsync(planted)).SignInAndReturnAsync("alice")).SentCookie;
        await (isDelete ? slow.DeleteAsync(Token) : slow.SignOutAsync(Token));
        Assert.Equal("alice", (await app.LoadAsync(victim)).Subject);
    }

    [Fact]
    public async Task Signing_in_as_another_subject_ends_the_session_that_was_loaded_and_no_later_one()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new(), "alice");
        var slow = await app.LoadAsync(cookie);
        var again = (await (await app.LoadAsync(cookie)).SignInAndReturnAsync("alice")).SentCookie;
        await slow.SignInAsync("bob", Token);
        Assert.Equal("alice", (await app.LoadAsync(again)).Subject);
    }

    [Fact]
    public async Task A_sign_out_whose_token_could_not_be_checked_ends_the_session_also_after_a_rotation()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new(), "alice");
        failing!.Failing = StoreOperations.Find;
        var leaving = await app.LoadAsync(cookie);
        failing.Failing = StoreOperations.None;
        var rotated = await app.RequestAsync(cookie, s => s.RotateToken());
        await leaving.SignOutAsync(Token);
        Assert.True((await app.LoadAsync(rotated.SentCookie)).IsNew);
    }
}
