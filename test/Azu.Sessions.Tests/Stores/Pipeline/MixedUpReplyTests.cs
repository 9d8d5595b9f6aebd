namespace Azu.Sessions.Tests;

/// <summary>A store that answers with another session's record: nobody is shown it, and nothing is written to it.</summary>
[Trait("Requirement", "R-50")]
public sealed class MixedUpReplyTests
{
    private const int MixedUpReply = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_never_served_another_session()
    {
        await using var fixture = await Fixture.NewAsync();
        var session = await fixture.App.LoadAsync(fixture.BobsCookie);
        Assert.Equal(SessionOrigin.Unavailable, session.State.Origin);
        Assert.Null(session.Subject);
        Assert.Null(session.Data.Name);
        Assert.Equal(CookieChangeKind.None, session.State.Actions.Cookie.Kind);
        session.Data = session.Data with { Name = "x" };
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.CommitAsync());
        Assert.NotEqual(0, fixture.App.Log.Count(MixedUpReply));
    }

    [Fact]
    public async Task The_manager_never_shows_or_changes_another_session_and_ends_the_right_one()
    {
        await using var fixture = await Fixture.NewAsync();
        var manager = fixture.App.Manager;
        await Assert.ThrowsAsync<SessionStoreException>(async () => await manager.FindAsync(fixture.Bob, Token));
        await Assert.ThrowsAsync<SessionStoreException>(async () => await manager.GetAsync(fixture.Bob, Token));
        await Assert.ThrowsAsync<SessionStoreException>(async () => await manager.UpdateAsync(fixture.Bob, d => d with { Name = "x" }, Token));
        Assert.True(await manager.RevokeAsync(fixture.Bob, cancellationToken: Token));
        Assert.Null(await fixture.App.RecordAsync(fixture.Bob));
        Assert.Equal("Alice", (await fixture.App.StoredAsync(fixture.Alice)).Name);
    }

    [Fact]
    public async Task A_conflict_with_another_session_is_not_merged_into_it()
    {
        Swap? swap = null;
        await using var app = new TestApp<Shop>(faults: memory => swap = new(memory));
        var alice = await app.LoadAsync(await app.CreateAsync(new() { Name = "Alice" }));
        var bob = await app.LoadAsync(await app.CreateAsync(new() { Name = "Bob" }));
        swap!.Answer = (await app.RecordAsync(alice.Id))!;
        bob.Data = bob.Data with { Count = 1 };
        await Assert.ThrowsAsync<SessionStoreException>(async () => await bob.CommitAsync());
        Assert.Equal(0, (await app.StoredAsync(alice.Id)).Count);
        Assert.Equal(1, (await app.RecordAsync(alice.Id))!.Version);
    }

    [Fact]
    public async Task A_pending_sign_out_ends_its_own_session_whatever_a_read_answers()
    {
        await using var fixture = await Fixture.NewAsync();
        Assert.Equal(TokenReading.Valid, fixture.App.Loader.CookieFormat.Read(fixture.BobsCookie, out var token));
        fixture.App.Engine.Removals.Add(token.Id, RemoveCondition.OfSecret(token.SecretHash), SessionEndReason.SignedOut,
            fixture.App.Clock.GetUtcNow().AddHours(1), isMember: true);
        await fixture.App.Engine.Removals.TryAllAsync(Token);
        Assert.Equal(0, fixture.App.Engine.Removals.Count);
        Assert.Null(await fixture.App.RecordAsync(fixture.Bob));
        Assert.NotNull(await fixture.App.RecordAsync(fixture.Alice));
    }

    [Fact]
    public async Task A_removal_that_answers_with_another_session_is_a_failure_of_the_store()
    {
        Swap? swap = null;
        await using var app = new TestApp<Shop>(faults: memory => swap = new(memory));
        var alice = await app.LoadAsync(await app.CreateAsync(new(), "alice"));
        var bob = await app.LoadAsync(await app.CreateAsync(new(), "bob"));
        swap!.Answer = (await app.RecordAsync(alice.Id))!;
        await Assert.ThrowsAsync<SessionStoreException>(async () => await app.Manager.RevokeAsync(bob.Id, cancellationToken: Token));
        Assert.NotEqual(0, app.Log.Count(MixedUpReply));
    }

    private sealed class Swap(ISessionStore inner) : ForwardingStore(inner)
    {
        public SessionRecord? Answer { get; set; }

        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
            Answer is not null && record.Id != Answer.Id ? new(UpdateResult.Conflict(Answer)) : base.UpdateAsync(record, expectedVersion, cancellationToken);

        public override async ValueTask<RemoveResult> RemoveAsync(
            SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
        {
            var result = await base.RemoveAsync(id, condition, reason, actor, cancellationToken);
            return Answer is null ? result : RemoveResult.Removed(Answer);
        }
    }

    private sealed class Fixture : IAsyncDisposable
    {
        public required TestApp<Shop> App { get; init; }

        public required SessionId Alice { get; init; }

        public required SessionId Bob { get; init; }

        public required string BobsCookie { get; init; }

        public static async Task<Fixture> NewAsync()
        {
            MixedUpStore? mixedUp = null;
            var app = new TestApp<Shop>(faults: memory => mixedUp = new(memory));
            var alice = await app.Manager.CreateAsync(new() { Name = "Alice" }, "alice", null, Token);
            var bob = await app.Manager.CreateAsync(new() { Name = "Bob" }, "bob", null, Token);
            mixedUp!.MixUp(bob.Session.Id, alice.Session.Id);
            return new() { App = app, Alice = alice.Session.Id, Bob = bob.Session.Id, BobsCookie = bob.Token };
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
