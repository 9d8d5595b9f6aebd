using System.Runtime.CompilerServices;

namespace Azu.Sessions;

/// <summary>
/// Gives every call a deadline, repeats what may be repeated, and stops asking a store that fails. Refuses an answer about another session.
/// <para>
/// An abandoned call may still be carried out. A repeated update recognises itself by its write id; a creation is never repeated here, because
/// a late insert could follow a removal.
/// </para>
/// </summary>
/// <param name="store">The store.</param>
/// <param name="calls">How it is asked.</param>
/// <param name="log">Is told of answers about another session.</param>
internal sealed class ResilientStore(ISessionStore store, StoreCalls calls, LimitedLog log) : ISessionStore
{
    public string Name => store.Name;

    public SessionCapabilities Capabilities => store.Capabilities;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        var found = await calls.FindAsync((store, id), static (call, token) => call.store.FindAsync(call.id, token), cancellationToken);
        EnsureOwn(id, found);
        return found;
    }

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) =>
        calls.CreateAsync((store, record), static (call, token) => call.store.CreateAsync(call.record, token), cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        var update = new Update(store, record, expectedVersion);
        var result = await calls.UpdateAsync(update, static (update, token) => update.AttemptAsync(token), cancellationToken);
        EnsureOwn(record.Id, result.Current);
        // Versions count writes one by one. If another write made the version that this write wanted to make, it was not carried out. But if that
        // version is already history, its maker is unknown, and doing the change again could do it twice.
        return update.Attempts > 1 && result.IsConflict(out var current) && current.Version > record.Version
            ? throw calls.Unavailable($"Whether session {record.Id} was updated is unknown: the store failed once, and others have written since. Nothing " +
                "was repeated.")
            : result;
    }

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        calls.UpdateAsync((store, id, lastSeenAt, expiresAt), static (call, token) =>
            call.store.TouchAsync(call.id, call.lastSeenAt, call.expiresAt, token), cancellationToken);

    public async ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
    {
        var result = await calls.RemoveAsync(
            (store, id, condition, reason, actor), static (call, token) =>
                call.store.RemoveAsync(call.id, call.condition, call.reason, call.actor, token), cancellationToken);
        EnsureOwn(id, result.Record);
        return result;
    }

    /// <summary>
    /// A driver whose connection lost step answers with another session. Nothing of it is shown, merged or written. It counts for no circuit: one spoilt
    /// record, asked for often enough, would take all sessions away.
    /// </summary>
    private void EnsureOwn(SessionId asked, SessionRecord? answer)
    {
        if (answer is null || answer.Id == asked) return;
        log.MixedUpReply(asked, answer.Id);
        throw new SessionStoreException($"The store answered a question for session {asked} with session {answer.Id}. The answer was not used.", asked);
    }

    /// <summary>Counts its attempts.</summary>
    private sealed class Update(ISessionStore store, SessionRecord record, long expectedVersion)
    {
        public int Attempts { get; private set; }

        public ValueTask<UpdateResult> AttemptAsync(CancellationToken cancellationToken)
        {
            Attempts++;
            return store.UpdateAsync(record, expectedVersion, cancellationToken);
        }
    }
}
