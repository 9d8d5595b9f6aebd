using System.Collections.Concurrent;

namespace Azu.Sessions.Tests;

/// <summary>Why a session ended reaches the store with its removal, through everything that stands between: a store may keep an account of it.</summary>
public sealed class RemovalReasonTests : IAsyncDisposable
{
    private readonly TestApp<Shop> _app;
    private ReasonedStore _store = null!;
    private FailingStore _outage = null!;

    public RemovalReasonTests() => _app = new(
        o => (o.RevokeOnTokenReuse, o.MaxSessionsPerSubject) = (true, 3),
        memory => _outage = new(_store = new(memory)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Signing_out_deleting_and_signing_in_as_somebody_else_say_so()
    {
        var (signedOut, deleted, other) = (await LoadedAsync("alice"), await LoadedAsync(), await LoadedAsync("bob"));
        var (first, second, third) = (signedOut.Id, deleted.Id, other.Id);
        await signedOut.SignOutAsync(Token);
        await deleted.DeleteAsync(Token);
        await other.SignInAsync("carol", Token);
        Assert.Equal([(first, SessionEndReason.SignedOut), (second, SessionEndReason.Deleted), (third, SessionEndReason.SignedOut)], _store.Removals);
    }

    [Fact]
    public async Task Who_revokes_revokes()
    {
        var (one, two) = (await LoadedAsync("alice"), await LoadedAsync("alice"));
        await _app.Manager.RevokeAsync(one.Id, cancellationToken: Token);
        await _app.Manager.RevokeSubjectAsync("alice", cancellationToken: Token);
        Assert.Equal([(one.Id, SessionEndReason.Revoked), (two.Id, SessionEndReason.Revoked)], _store.Removals);
    }

    [Fact]
    public async Task The_oldest_session_beyond_the_limit_is_evicted()
    {
        var oldest = await LoadedAsync("alice");
        for (var i = 0; i < 3; i++)
        {
            _app.Clock.Advance(TimeSpan.FromSeconds(1));
            await _app.New().SignInAsync("alice", Token);
        }
        Assert.Equal([(oldest.Id, SessionEndReason.Evicted)], _store.Removals);
    }

    [Fact]
    public async Task A_token_that_comes_back_ends_the_session_for_that()
    {
        var cookie = await _app.CreateAsync(new());
        var session = await _app.RequestAsync(cookie, s => s.RotateToken());
        _app.Clock.Advance(TimeSpan.FromSeconds(30));
        await _app.LoadAsync(cookie);
        Assert.Equal([(session.Id, SessionEndReason.TokenReuse)], _store.Removals);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_removal_that_had_to_wait_keeps_its_reason(bool isAdmitted)
    {
        var cookie = await _app.CreateAsync(new(), "alice");
        if (!isAdmitted) _outage.Failing = StoreOperations.All;
        var session = await _app.LoadAsync(cookie);
        _outage.Failing = StoreOperations.All;
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        Assert.Empty(_store.Removals);
        _outage.Failing = StoreOperations.None;
        await _app.Engine.Removals.TryAllAsync(Token);
        Assert.Equal(SessionEndReason.SignedOut, Assert.Single(_store.Removals).Reason);
    }

    private async Task<Session<Shop>> LoadedAsync(string? subject = null) => await _app.LoadAsync(await _app.CreateAsync(new(), subject));

    private sealed class ReasonedStore(ISessionStore inner) : ForwardingStore(inner)
    {
        public ConcurrentQueue<(SessionId Id, SessionEndReason Reason)> Removals { get; } = [];

        public override ValueTask<RemoveResult> RemoveAsync(
            SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
        {
            Removals.Enqueue((id, reason));
            return base.RemoveAsync(id, condition, reason, actor, cancellationToken);
        }
    }
}
