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

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
        calls.FindAsync(
            (wrapper: this, id),
            static (call, token) => call.wrapper.Store.FindAsync(call.id, token),
            static (call, found) => call.wrapper.EnsureOwn(call.id, found),
            cancellationToken);

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) =>
        calls.CreateAsync((store, record), static (call, token) => call.store.CreateAsync(call.record, token), cancellationToken);

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
        calls.UpdateAsync(
            new Update(this, record, expectedVersion),
            static (update, token) => update.AttemptAsync(token),
            static (update, result) => update.EnsureKnown(result),
            cancellationToken);

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        calls.UpdateAsync(
            (store, id, lastSeenAt, expiresAt),
            static (call, token) => call.store.TouchAsync(call.id, call.lastSeenAt, call.expiresAt, token),
            check: null,
            cancellationToken);

    public ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
        calls.RemoveAsync(
            (wrapper: this, id, condition, reason, actor),
            static (call, token) => call.wrapper.Store.RemoveAsync(call.id, call.condition, call.reason, call.actor, token),
            static (call, result) => call.wrapper.EnsureOwn(call.id, result.Record),
            cancellationToken);

    private ISessionStore Store => store;

    private SessionStoreUnavailableException Unknown(SessionId id) =>
        calls.Unavailable($"Whether session {id} was updated is unknown: the store failed once, and others have written since. Nothing was repeated.");

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
    private sealed class Update(ResilientStore wrapper, SessionRecord record, long expectedVersion)
    {
        private int _attempts;

        public ValueTask<UpdateResult> AttemptAsync(CancellationToken cancellationToken)
        {
            _attempts++;
            return wrapper.Store.UpdateAsync(record, expectedVersion, cancellationToken);
        }

        /// <summary>
        /// Versions count writes one by one. If another write made the version that this write wanted to make, it was not carried out. But if that
        /// version is already history, its maker is unknown, and doing the change again could do it twice.
        /// </summary>
        public void EnsureKnown(UpdateResult result)
        {
            wrapper.EnsureOwn(record.Id, result.Current);
            if (_attempts > 1 && result.IsConflict(out var current) && current.Version > record.Version)
                throw wrapper.Unknown(record.Id);
        }
    }
}
