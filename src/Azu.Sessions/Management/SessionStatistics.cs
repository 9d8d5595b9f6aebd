namespace Azu.Sessions;

/// <summary>Figures of a session store.</summary>
/// <param name="Store">Its name.</param>
/// <param name="Sessions">How many sessions it holds; null where it cannot count, or does not answer.</param>
/// <param name="PendingRemovals">How many removals it has not confirmed yet, on this node.</param>
public sealed record SessionStatistics(string Store, long? Sessions, int PendingRemovals)
{
    /// <summary>Whether the store is asked; null for one in this process, which needs no circuit breaker.</summary>
    public SessionCircuitState? Circuit { get; init; }

    /// <summary>The near cache of this node; null: there is none.</summary>
    public NearCacheStatistics? NearCache { get; init; }
}
