namespace Azu.Sessions.Tests;

/// <summary>Requests that really run at once, many times over.</summary>
public sealed class RaceTests
{
    private const int Rounds = 200;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "R-49")]
    public async Task Two_writers_of_different_properties_lose_nothing()
    {
        await using var app = new TestApp<Shop>();
        for (var round = 1; round <= Rounds; round++)
        {
            var cookie = await app.CreateAsync(new());
            var number = round;
            await Together.RunAsync(
                () => app.RequestAsync(cookie, s => s.Data = s.Data with { Name = $"{number}" }),
                () => app.RequestAsync(cookie, s => s.Data = s.Data with { Count = number }));
            var seen = (await app.LoadAsync(cookie)).Data;
            Assert.Equal(($"{round}", round), (seen.Name, seen.Count));
        }
    }

    [Fact]
    [Trait("Requirement", "R-49")]
    public async Task Sixty_four_writers_with_Update_count_exactly()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        await Together.RunAsync(64, async i => await app.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1, Cart = [.. d.Cart, $"{i}"] })));
        var seen = (await app.LoadAsync(cookie)).Data;
        Assert.Equal(64, seen.Count);
        Assert.Equal(64, seen.Cart.Distinct().Count());
    }

    [Fact]
    [Trait("Requirement", "R-37")]
    public async Task A_deleted_session_is_never_brought_back_by_a_slow_writer()
    {
        await using var app = new TestApp<Shop>();
        for (var round = 0; round < Rounds; round++)
        {
            var cookie = await app.CreateAsync(new() { Name = "secret" }, "alice");
            var slow = await app.LoadAsync(cookie);
            var leaving = await app.LoadAsync(cookie);
            var id = slow.Id;
            slow.Data = slow.Data with { Count = round };
            slow.Flash.Notice = "late";
            Exception? refused = null;
            await Together.RunAsync(
                async () => refused = await Record.ExceptionAsync(async () => await slow.CommitAsync()),
                async () => await leaving.SignOutAsync(Token));

            if (refused is not null) Assert.IsType<SessionExpiredException>(refused);
            Assert.Null(await app.RecordAsync(id));
            var next = await app.LoadAsync(cookie);
            Assert.True(next.IsNew);
            Assert.Equal((null, 0, null), (next.Data.Name, next.Data.Count, next.Flash.Notice));
            Assert.Equal(0, app.Memory.SessionsHeld);
            Assert.Empty(await app.Manager.ListBySubjectAsync("alice", Token).ToListAsync(Token));
        }
    }

    [Fact]
    [Trait("Requirement", "R-44")]
    public async Task A_write_from_before_a_racing_sign_in_is_in_both_or_in_neither()
    {
        await using var app = new TestApp<Shop>();
        for (var round = 0; round < Rounds; round++)
        {
            var cookie = await app.CreateAsync(new());
            var slow = await app.LoadAsync(cookie);
            slow.Update(d => d with { Cart = [.. d.Cart, "anonymous"] });
            var signingIn = await app.LoadAsync(cookie);
            Exception? refused = null;
            await Together.RunAsync(
                async () => refused = await Record.ExceptionAsync(async () => await slow.CommitAsync()),
                () => signingIn.SignInAndReturnAsync("alice"));

            var cart = (await app.LoadAsync(signingIn.SentCookie)).Data.Cart;
            if (refused is null) Assert.Equal(["anonymous"], cart);
            else Assert.Empty(cart);
        }
    }

    [Fact]
    [Trait("Requirement", "R-37")]
    public async Task A_revoked_subject_is_gone_whatever_its_requests_are_doing()
    {
        await using var app = new TestApp<Shop>();
        for (var round = 0; round < 20; round++)
        {
            var cookies = new List<string>();
            for (var i = 0; i < 4; i++) cookies.Add(await app.CreateAsync(new(), "alice"));
            var busy = Together.RunAsync(4, async i =>
            {
                await Record.ExceptionAsync(() => app.RequestAsync(cookies[i], s => s.Update(d => d with { Count = d.Count + 1 })));
                return true;
            });
            await app.Manager.RevokeSubjectAsync("alice", cancellationToken: Token);
            await busy;
            Assert.Empty(await app.Manager.ListBySubjectAsync("alice", Token).ToListAsync(Token));
            // What the requests had left to write was theirs as anonymous visitors, in sessions of their own.
            await app.Manager.ClearAsync(cancellationToken: Token);
        }
    }

    [Fact]
    [Trait("Requirement", "R-47")]
    public async Task Every_answer_names_its_own_user()
    {
        await using var app = new TestApp<Shop>();
        var cookies = new string[64];
        for (var i = 0; i < cookies.Length; i++) cookies[i] = await app.CreateAsync(new() { Name = $"user {i}" }, $"user {i}");
        await Together.RunAsync(64, async i =>
        {
            for (var request = 0; request < 50; request++)
            {
                var session = await app.RequestAsync(cookies[i], s => s.Update(d => d with { Count = d.Count + 1 }));
                Assert.Equal(($"user {i}", $"user {i}", request + 1), (session.Subject, session.Data.Name, session.Data.Count));
            }

            return true;
        });
    }
}
