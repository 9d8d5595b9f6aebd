namespace Azu.Sessions;

/// <summary>One page of a list of ids.</summary>
/// <param name="Ids">The ids of this page; may be empty although more follow.</param>
/// <param name="NextCursor">What to ask with for the next page; null at the end.</param>
public sealed record SessionIdPage(IReadOnlyList<SessionId> Ids, string? NextCursor);
