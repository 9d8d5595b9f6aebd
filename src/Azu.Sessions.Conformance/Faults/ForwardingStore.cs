namespace Azu.Sessions.Conformance;

/// <summary>
/// Hands every call on to another store. Derive and override <see cref="CallAsync"/> to act around all operations in one place,
/// or a single operation.
/// </summary>
public abstract class ForwardingStore : ISessionStore
{
    private const SessionCapabilities Lists = SessionCapabilities.Index | SessionCapabilities.ReportsExpiry;

    /// <summary>Forwards to <paramref name="inner"/>.</summary>
    protected ForwardingStore(ISessionStore inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <inheritdoc/>
    public virtual string Name => Inner.Name;

    /// <summary>What the store behind can do. A wrapper that is no <see cref="ISessionIndex"/> itself claims nothing that takes one.</summary>
    public virtual SessionCapabilities Capabilities => this is ISessionIndex ? Inner.Capabilities : Inner.Capabilities & ~Lists;

    /// <summary>The store behind this one.</summary>
    protected ISessionStore Inner { get; }

    /// <inheritdoc/>
    public virtual ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
        CallAsync(new(StoreOperations.Find, id, cancellationToken), token => Inner.FindAsync(id, token));

    /// <inheritdoc/>
    public virtual ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) =>
        CallAsync(new(StoreOperations.Create, record.Id, cancellationToken), token => Inner.CreateAsync(record, token));

    /// <inheritdoc/>
    public virtual ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
        CallAsync(new(StoreOperations.Update, record.Id, cancellationToken), token => Inner.UpdateAsync(record, expectedVersion, token));

    /// <inheritdoc/>
    public virtual ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
        CancellationToken cancellationToken = default) =>
        CallAsync(new(StoreOperations.Touch, id, cancellationToken), token => Inner.TouchAsync(id, lastSeenAt, expiresAt, token));

    /// <inheritdoc/>
    public virtual ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
        CallAsync(new(StoreOperations.Remove, id, cancellationToken), token => Inner.RemoveAsync(id, condition, reason, actor, token));

    /// <summary>Every operation passes here.</summary>
    /// <param name="call">What was called.</param>
    /// <param name="execute">Carries it out on <see cref="Inner"/>.</param>
    protected virtual ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute) =>
        execute(call.CancellationToken);
}
