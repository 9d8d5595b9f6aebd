using System.Runtime.CompilerServices;

namespace Azu.Sessions;

/// <summary>
/// Gives every call a deadline, repeats what may be repeated, and stops asking a store that is down.
/// <para>
/// An abandoned call may still be carried out. A repeated update recognises itself by its write id; a creation is never repeated here, because
/// a late insert could follow a removal.
/// </para>
/// </summary>
internal sealed class ResilientStore(ISessionStore store, StoreCalls calls) : ISessionStore
{
    public string Name => store.Name;

    public SessionCapabilities Capabilities => store.Capabilities;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
        calls.RepeatAsync((store, id), static (call, token) => call.store.FindAsync(call.id, token), cancellationToken);

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) =>
        calls.OnceAsync((store, record), static (call, token) => call.store.CreateAsync(call.record, token), cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        var attempts = new Counter();
        var result = await calls.RepeatAsync(
            (store, record, expectedVersion, attempts),
            static (call, token) =>
            {
                call.attempts.Value++;
                return call.store.UpdateAsync(call.record, call.expectedVersion, token);
            },
            cancellationToken);
        // Versions count writes one by one. If somebody else made the version that this write wanted to make, it was not carried out; but if
        // that version is already history, nobody can say who made it, and doing the change again could do it twice.
        return attempts.Value > 1 && result.IsConflict(out var current) && current.Version > record.Version
            ? throw calls.Unavailable($"Whether session {record.Id} was updated is unknown: the store failed once, and others have written since. Nothing was repeated.", null)
            : result;
    }

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        calls.RepeatAsync((store, id, lastSeenAt, expiresAt), static (call, token) => call.store.TouchAsync(call.id, call.lastSeenAt, call.expiresAt, token), cancellationToken);

    public ValueTask<bool> RemoveAsync(SessionId id, SessionEndReason reason, CancellationToken cancellationToken = default) =>
        calls.RepeatAsync((store, id, reason), static (call, token) => call.store.RemoveAsync(call.id, call.reason, token), cancellationToken);

    private sealed class Counter
    {
        public int Value { get; set; }
    }
}
