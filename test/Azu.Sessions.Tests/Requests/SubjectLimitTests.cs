namespace Azu.Sessions.Tests;

/// <summary>How many sessions one subject may have, under logins that race.</summary>
[Trait("Requirement", "R-43")]
public sealed class SubjectLimitTests
{
    private const int Limit = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_oldest_sessions_make_room_and_are_reported()
    {
        await using var app = Limited(SessionLimitMode.EvictOldest);
        var ids = new List<SessionId>();
        for (var i = 0; i < Limit + 2; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            ids.Add((await SigningIn.SignInAndReturnAsync(app.New(), "alice")).Id);
        }

        Assert.Equal(ids[2..].Order(), await IdsAsync(app));
        Assert.Equal(ids[..2], RecordedEvents.Of(app).Where(e => e.Reason == SessionEndReason.Evicted).Select(e => e.Id));
    }

    [Fact]
    public async Task Reject_refuses_the_next_and_leaves_the_others_and_the_visitor_as_they_were()
    {
        await using var app = Limited(SessionLimitMode.Reject);
        for (var i = 0; i < Limit; i++) await app.CreateAsync(new(), "alice");
        var before = await IdsAsync(app);
        var cookie = await app.CreateAsync(new() { Cart = ["anonymous"] });
        var session = await app.LoadAsync(cookie);
        var refusal = await Assert.ThrowsAsync<SessionLimitExceededException>(async () => await session.SignInAsync("alice", Token));
        Assert.Equal(Limit, refusal.Limit);
        Assert.Contains("OnSessionLimit", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", refusal.Message, StringComparison.Ordinal);
        await session.CommitAsync();
        Assert.Equal(before, await IdsAsync(app));
        Assert.Equal(["anonymous"], (await app.LoadAsync(cookie)).Data.Cart);
        Assert.Null((await app.LoadAsync(cookie)).Subject);
    }

    [Fact]
    public async Task Signing_in_again_in_the_same_session_needs_no_room()
    {
        await using var app = Limited(SessionLimitMode.Reject);
        for (var i = 1; i < Limit; i++) await app.CreateAsync(new(), "alice");
        var session = await app.LoadAsync(await app.CreateAsync(new(), "alice"));
        await session.SignInAsync("alice", Token);
        Assert.Equal(Limit, (await IdsAsync(app)).Count);
    }

    [Fact]
    public async Task Sessions_made_by_the_manager_count()
    {
        await using var rejecting = Limited(SessionLimitMode.Reject);
        for (var i = 0; i < Limit; i++) await rejecting.CreateAsync(new(), "alice");
        await Assert.ThrowsAsync<SessionLimitExceededException>(() => rejecting.CreateAsync(new(), "alice"));
        Assert.Equal(Limit, (await IdsAsync(rejecting)).Count);

        await using var evicting = Limited(SessionLimitMode.EvictOldest);
        for (var i = 0; i < Limit + 3; i++)
        {
            evicting.Clock.Advance(TimeSpan.FromSeconds(1));
            await evicting.CreateAsync(new(), "alice");
        }

        Assert.Equal(Limit, (await IdsAsync(evicting)).Count);
    }

    [Theory]
    [InlineData(SessionLimitMode.EvictOldest)]
    [InlineData(SessionLimitMode.Reject)]
    public async Task Two_hundred_racing_logins_end_within_the_limit(SessionLimitMode mode)
    {
        await using var app = Limited(mode);
        var cookies = (await Together.RunAsync(200, async _ =>
        {
            var session = app.New();
            try
            {
                await session.SignInAsync("alice", Token);
            }
            catch (SessionLimitExceededException)
            {
                Assert.Null(session.SentCookie);
                return null;
            }

            return session.SentCookie;
        })).OfType<string>().ToList();

        var left = await IdsAsync(app);
        Assert.InRange(left.Count, mode == SessionLimitMode.EvictOldest ? 1 : 0, Limit);
        Assert.Equal(left.Count, app.Memory.SessionsHeld);
        var working = 0;
        foreach (var cookie in cookies) working += (await app.LoadAsync(cookie)).Subject == "alice" ? 1 : 0;
        Assert.Equal(left.Count, working);
        if (mode == SessionLimitMode.Reject) Assert.Equal(left.Count, cookies.Count);
    }

    [Fact]
    public async Task Other_subjects_are_not_counted()
    {
        await using var app = Limited(SessionLimitMode.Reject);
        for (var i = 0; i < 20; i++) await SigningIn.SignInAndReturnAsync(app.New(), $"user {i}");
        Assert.Equal(20, app.Memory.SessionsHeld);
    }

    private static TestApp<Shop> Limited(SessionLimitMode mode) =>
        new(o => (o.MaxSessionsPerSubject, o.OnSessionLimit) = (Limit, mode), build: b => b.AddEvents<RecordedEvents>());

    private static async Task<List<SessionId>> IdsAsync(TestApp<Shop> app) =>
        [.. (await app.Manager.ListBySubjectAsync("alice", Token).ToListAsync(Token)).Select(s => s.Id).Order()];
}
