namespace Azu.Sessions;

/// <summary>Has a node forget its own copies of what it removes in bulk, without waiting for the announcement.</summary>
internal sealed class NearCacheIndex(ISessionIndex index, NearCache cache) : ISessionIndex
{
    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        index.ListAsync(query, cursor, cancellationToken);

    public ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        index.ListIdsAsync(query, cursor, cancellationToken);

    public ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) => index.EstimateCountAsync(cancellationToken);

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) => index.CountAsync(query, cancellationToken);

    public async ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await index.ClearAsync(progress, actor, cancellationToken);
        }
        finally
        {
            cache.DropAll();
        }
    }

    public async ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        var removed = await index.RemoveExpiredAsync(limit, cancellationToken);
        cache.Drop(removed.Records);
        return removed;
    }
}
