namespace Azu.Sessions;

/// <summary>Figures of a session store.</summary>
/// <param name="Store">Its name.</param>
/// <param name="Sessions">How many sessions it holds; null where it cannot count, or does not answer.</param>
/// <param name="PendingRemovals">How many removals it has not confirmed yet, on this node.</param>
public sealed record SessionStatistics(string Store, long? Sessions, int PendingRemovals)
{
    /// <summary>What the store is asked at the moment; null for one in this process, which needs no circuits.</summary>
    public SessionCircuits? Circuits { get; init; }

    /// <summary>
    /// How far the store's clock was ahead of this node's when they were last compared; null where the store has no clock, or has not told it yet.
    /// </summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>The near cache of this node; null: there is none.</summary>
    public NearCacheStatistics? NearCache { get; init; }
}
