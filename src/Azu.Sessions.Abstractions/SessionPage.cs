namespace Azu.Sessions;

/// <summary>One page of a list.</summary>
/// <param name="Records">The live sessions of this page; may be empty although more follow.</param>
/// <param name="NextCursor">What to ask with for the next page; null at the end.</param>
public sealed record SessionPage(IReadOnlyList<SessionRecord> Records, string? NextCursor);
