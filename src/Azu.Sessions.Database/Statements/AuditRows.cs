namespace Azu.Sessions.Database;

/// <summary>How statements write to the table of the audit.</summary>
internal static class AuditRows
{
    /// <summary>Why a row that is over ended; as SessionLifetime.WhyEnded decides it.</summary>
    public const string WhyEnded = $"CASE WHEN absolute_expires_at <= expires_at THEN '{AuditEvent.AbsoluteTimeout}' ELSE '{AuditEvent.IdleTimeout}' END";

    /// <param name="names">Names the table.</param>
    /// <param name="rows">Session, subject, event, reason, actor and time of each row: a query, or VALUES.</param>
    public static string Insert(TableNames names, string rows) => $"INSERT INTO {names.Audit} (session_id, subject, event, reason, actor, at) {rows}";
}
