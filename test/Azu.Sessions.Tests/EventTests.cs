using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Tests;

public sealed class EventTests
{
    private const int EventHandlerFailed = 9;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_life_is_told_in_order()
    {
        await using var app = new TestApp<Shop>(build: b => b.AddEvents<RecordedEvents>());
        var first = await app.RequestAsync(null, s => s.Data = s.Data with { Name = "a" });
        await ((IRequestSession)first).ReportSentAsync(isNew: false);
        var second = await app.RequestAsync(first.SentCookie, s => s.RotateToken());
        var third = await (await app.LoadAsync(second.SentCookie)).SignInAndReturnAsync("alice");
        await (await app.LoadAsync(third.SentCookie)).SignOutAsync(Token);
        Assert.Equal(["OnStarted", "OnSentToClient", "OnLoaded", "OnTokenRotated", "OnLoaded", "OnTokenRotated", "OnLoaded", "OnEnded"],
            RecordedEvents.Of(app).Select(e => e.Event));
        Assert.All(RecordedEvents.Of(app), e => Assert.Equal(first.Id, e.Id));
        Assert.Equal(SessionEndReason.SignedOut, RecordedEvents.Of(app).Last().Reason);
    }

    [Fact]
    public async Task A_started_session_is_told_with_its_data()
    {
        await using var app = new TestApp<Shop>(build: b => b.AddEvents<Inquisitive>());
        await app.RequestAsync(null, s => s.Data = s.Data with { Name = "a" });
        Assert.Equal("a", ((Inquisitive)app.Services.GetRequiredService<SessionEvents<Shop>>()).Name);
    }

    [Fact]
    public async Task A_handler_that_throws_is_logged_and_fails_nothing_and_the_next_one_is_told()
    {
        await using var app = new TestApp<Shop>(build: b => b.AddEvents<Throwing>().AddEvents<RecordedEvents>());
        var session = await app.RequestAsync(null, s => s.Data = s.Data with { Name = "a" });
        await ((IRequestSession)session).ReportSentAsync(isNew: false);
        var next = await (await app.LoadAsync(session.SentCookie)).SignInAndReturnAsync("alice");
        await app.RequestAsync(next.SentCookie, s => s.RotateToken());
        await app.RequestAsync(session.SentCookie, _ => { });
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await app.LoadAsync(session.SentCookie);
        await app.Manager.RevokeAsync(next.Id, cancellationToken: Token);
        Assert.Equal(RecordedEvents.Of(app).Count, app.Log.Count(EventHandlerFailed));
        Assert.Contains(RecordedEvents.Of(app), e => e.Event == "OnEnded");
        Assert.Contains(RecordedEvents.Of(app), e => e.Event == "OnRejected");
    }

    [Fact]
    public async Task A_commit_that_failed_tells_nothing()
    {
        await using var app = new TestApp<Shop>(o => o.MaxPayloadBytes = 1024, build: b => b.AddEvents<RecordedEvents>());
        var session = app.New();
        session.Data = session.Data with { Name = new('x', 2000) };
        await Assert.ThrowsAsync<SessionTooLargeException>(async () => await session.CommitAsync());
        Assert.Empty(RecordedEvents.Of(app));
    }

    private sealed class Inquisitive : SessionEvents<Shop>
    {
        public string? Name { get; private set; }

        public override ValueTask OnStarted(SessionSnapshot<Shop> session)
        {
            Name = session.Data.Name;
            return default;
        }
    }

    private sealed class Throwing : SessionEvents<Shop>
    {
        public override ValueTask OnStarted(SessionSnapshot<Shop> session) => throw new InvalidOperationException("at once");

        public override async ValueTask OnLoaded(SessionSnapshot<Shop> session)
        {
            await Task.Yield();
            throw new InvalidOperationException("later");
        }

        public override ValueTask OnSentToClient(SessionSnapshot<Shop> session) => throw new InvalidOperationException("at once");

        public override ValueTask OnTokenRotated(SessionSnapshot<Shop> session) => throw new OperationCanceledException();

        public override ValueTask OnEnded(SessionSnapshot<Shop> session, SessionEndReason reason) => throw new SessionStoreException("not the store's fault");

        public override ValueTask OnRejected(SessionSnapshot<Shop> session, SessionEndReason reason) => throw new InvalidOperationException("at once");
    }
}
