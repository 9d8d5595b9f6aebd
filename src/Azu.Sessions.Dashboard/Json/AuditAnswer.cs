namespace Azu.Sessions.Dashboard;

/// <summary>Which audit rows: of a subject, of a session, or all.</summary>
internal sealed record AuditRequest(string? Type, string? Subject, string? Id, bool? EndsOnly, string? Cursor, int? Size);

internal sealed record AuditAnswer(IReadOnlyList<AuditRow> Rows, string? NextCursor);

internal sealed record AuditRow(string Id, CutText? Subject, SessionAuditEvent Event, SessionEndReason? Reason, CutText? Actor, DateTimeOffset At);
