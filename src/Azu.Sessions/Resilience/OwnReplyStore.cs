using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Refuses a reply that belongs to another session, as a driver gives it whose connection lost step with its questions. What it really has
/// for this session is unknown, so to everybody above it is a failure of the store: nothing of the reply is shown, merged or written.
/// </summary>
internal sealed class OwnReplyStore(ISessionStore store, ILogger log) : ISessionStore
{
    public string Name => store.Name;

    public SessionCapabilities Capabilities => store.Capabilities;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        var found = await store.FindAsync(id, cancellationToken);
        return found is null || found.Id == id ? found : throw MixedUp(id, found.Id);
    }

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => store.CreateAsync(record, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        var result = await store.UpdateAsync(record, expectedVersion, cancellationToken);
        return result.Current is null || result.Current.Id == record.Id ? result : throw MixedUp(record.Id, result.Current.Id);
    }

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        store.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken);

    public ValueTask<bool> RemoveAsync(SessionId id, SessionEndReason reason, CancellationToken cancellationToken = default) => store.RemoveAsync(id, reason, cancellationToken);

    private SessionStoreException MixedUp(SessionId asked, SessionId answered)
    {
        log.MixedUpReply(asked, answered);
        return new($"The store answered a question for session {asked} with session {answered}. The answer was not used.", asked);
    }
}
