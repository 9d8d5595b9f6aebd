using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Gives every call a deadline, repeats what may be repeated, and stops asking a store that is down.
/// <para>
/// An abandoned call may still be carried out. A repeated update recognises itself by its write id; a creation is never repeated here, because
/// a late insert could follow a removal.
/// </para>
/// </summary>
/// <param name="store">The store.</param>
/// <param name="calls">How it is asked.</param>
/// <param name="log">Is told of replies that belong to another session.</param>
internal sealed class ResilientStore(ISessionStore store, StoreCalls calls, ILogger log) : ISessionStore
{
    private readonly OwnReply _reply = new(log);

    public string Name => store.Name;

    public SessionCapabilities Capabilities => store.Capabilities;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
        calls.RepeatAsync(new FindQuestion(store, id, _reply), cancellationToken);

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) =>
        calls.OnceAsync((store, record), static (call, token) => call.store.CreateAsync(call.record, token), cancellationToken);

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
        calls.RepeatAsync(new UpdateQuestion(store, record, expectedVersion, calls, _reply), cancellationToken);

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        calls.RepeatAsync((store, id, lastSeenAt, expiresAt), static (call, token) => call.store.TouchAsync(call.id, call.lastSeenAt, call.expiresAt, token), cancellationToken);

    public ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
        calls.RepeatAsync(new RemoveQuestion(store, id, condition, reason, actor, _reply), cancellationToken);

    private sealed class FindQuestion(ISessionStore store, SessionId id, OwnReply reply) : StoreQuestion<SessionRecord?>
    {
        public override ValueTask<SessionRecord?> AskAsync(CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

        protected override SessionStoreException? FailureIn(SessionRecord? answer) => reply.FailureIn(id, answer);
    }

    private sealed class RemoveQuestion(ISessionStore store, SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor, OwnReply reply) : StoreQuestion<RemoveResult>
    {
        public override ValueTask<RemoveResult> AskAsync(CancellationToken cancellationToken) => store.RemoveAsync(id, condition, reason, actor, cancellationToken);

        protected override SessionStoreException? FailureIn(RemoveResult answer) => reply.FailureIn(id, answer.Record);
    }

    private sealed class UpdateQuestion(ISessionStore store, SessionRecord record, long expectedVersion, StoreCalls calls, OwnReply reply) : StoreQuestion<UpdateResult>
    {
        public override ValueTask<UpdateResult> AskAsync(CancellationToken cancellationToken) => store.UpdateAsync(record, expectedVersion, cancellationToken);

        protected override SessionStoreException? FailureIn(UpdateResult answer) => reply.FailureIn(record.Id, answer.Current);

        // Versions count writes one by one. If somebody else made the version that this write wanted to make, it was not carried out; but if
        // that version is already history, nobody can say who made it, and doing the change again could do it twice.
        public override SessionStoreException? DoubtAbout(UpdateResult answer) => Attempts > 1 && answer.IsConflict(out var current) && current.Version > record.Version
            ? calls.Unavailable($"Whether session {record.Id} was updated is unknown: the store failed once, and others have written since. Nothing was repeated.", null)
            : null;
    }
}
