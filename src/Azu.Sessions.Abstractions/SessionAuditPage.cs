namespace Azu.Sessions;

/// <summary>One page of audit rows.</summary>
/// <param name="Rows">The rows, the newest first; may be empty although more follow.</param>
/// <param name="NextCursor">What to ask with for the next page; null at the end.</param>
public sealed record SessionAuditPage(IReadOnlyList<SessionAuditRow> Rows, string? NextCursor);
