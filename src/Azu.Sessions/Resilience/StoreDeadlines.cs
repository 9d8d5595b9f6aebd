namespace Azu.Sessions;

/// <summary>How long an answer of a store is waited for.</summary>
/// <param name="Attempt">For one attempt.</param>
/// <param name="Total">For all of them together.</param>
internal readonly record struct StoreDeadlines(TimeSpan Attempt, TimeSpan Total);
