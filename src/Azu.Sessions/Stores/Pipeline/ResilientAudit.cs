namespace Azu.Sessions;

/// <summary>Gives lists of audit rows a deadline, and fails them at once while the store is down. Their own failures open no circuit.</summary>
internal sealed class ResilientAudit(ISessionAudit audit, StoreCalls calls) : ISessionAudit
{
    public bool IsAuditing => audit.IsAuditing;

    public ValueTask<SessionAuditPage> ListAuditAsync(SessionAuditQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        calls.AskAsync(calls.Listing, (audit, query, cursor), static (call, token) =>
            call.audit.ListAuditAsync(call.query, call.cursor, token), cancellationToken);
}
