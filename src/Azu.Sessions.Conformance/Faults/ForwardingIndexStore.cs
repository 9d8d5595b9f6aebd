namespace Azu.Sessions.Conformance;

/// <summary>Hands every call on to another store, and every list to its index.</summary>
public abstract class ForwardingIndexStore : ForwardingStore, ISessionIndex
{
    /// <summary>Forwards to <paramref name="inner"/>.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="index">Its lists; null: <paramref name="inner"/> is the index as well.</param>
    protected ForwardingIndexStore(ISessionStore inner, ISessionIndex? index = null) : base(inner) =>
        InnerIndex = index ?? inner as ISessionIndex ?? throw new ArgumentException("The store has no index.", nameof(inner));

    /// <summary>The index behind this one.</summary>
    protected ISessionIndex InnerIndex { get; }

    /// <inheritdoc/>
    public virtual ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        InnerIndex.ListAsync(query, cursor, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        InnerIndex.ListIdsAsync(query, cursor, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        InnerIndex.CountAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) =>
        InnerIndex.EstimateCountAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default) =>
        InnerIndex.ClearAsync(progress, actor, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) =>
        InnerIndex.RemoveExpiredAsync(limit, cancellationToken);
}
