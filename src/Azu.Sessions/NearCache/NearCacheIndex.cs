namespace Azu.Sessions;

/// <summary>Has a node forget its own copies of what it removes in bulk, without waiting for the announcement.</summary>
internal sealed class NearCacheIndex(ISessionIndex index, NearCache cache) : ISessionIndex
{
    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        index.ListAsync(query, cursor, cancellationToken);

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) => index.CountAsync(query, cancellationToken);

    public async ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await index.ClearAsync(progress, cancellationToken);
        }
        finally
        {
            cache.DropAll();
        }
    }

    public async ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        var removed = await index.RemoveExpiredAsync(limit, cancellationToken);
        cache.Drop(removed);
        return removed;
    }
}
