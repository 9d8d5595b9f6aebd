namespace Azu.Sessions.Tests;

public sealed class ProbeMessageTests
{
    [Fact]
    public async Task A_store_that_does_not_answer_is_named_without_an_id_that_was_made_up()
    {
        var store = new Refusing();
        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await StoreProbe.AskAsync(store, TestContext.Current.CancellationToken));
        Assert.Equal("Redis failed to read a session: there is no connection.", failure.Message);
        Assert.Equal((null, "refused"), (failure.SessionId, failure.InnerException?.Message));
    }

    private sealed class Refusing() : ForwardingStore(new MemoryStore(new(), TimeProvider.System))
    {
        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
            throw new SessionStoreException($"Redis failed to read session {id}: there is no connection.", id, new IOException("refused"));
    }
}
