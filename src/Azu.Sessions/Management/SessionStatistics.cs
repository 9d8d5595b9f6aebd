namespace Azu.Sessions;

/// <summary>Figures of a session store.</summary>
/// <param name="Store">Its name.</param>
/// <param name="Sessions">How many sessions it holds; null where it cannot count.</param>
/// <param name="PendingRemovals">How many removals it has not confirmed yet, on this node.</param>
public sealed record SessionStatistics(string Store, long? Sessions, int PendingRemovals);
