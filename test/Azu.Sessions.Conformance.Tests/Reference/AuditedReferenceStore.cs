using System.Globalization;
using System.Runtime.CompilerServices;

namespace Azu.Sessions.Conformance.Tests;

/// <summary>The reference store with an audit.</summary>
public class AuditedReferenceStore : CompleteReferenceStore, ISessionAudit
{
    // Of the data, which nodes share.
    private static readonly ConditionalWeakTable<ReferenceData, List<SessionAuditRow>> s_rows = [];

    private List<SessionAuditRow> Rows => s_rows.GetOrCreateValue(Data);

    public bool IsAuditing => true;

    public override async ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
    {
        if (!await base.CreateAsync(record, cancellationToken)) return false;
        Note(record.Id, record.Subject is null ? SessionAuditEvent.Started : SessionAuditEvent.SignedIn, record.Subject);
        return true;
    }

    public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        var result = await base.UpdateAsync(record, expectedVersion, cancellationToken);
        if (result.Outcome == UpdateOutcome.Updated) Note(record.Id, SessionAuditEvent.SignedIn, record.Subject);
        return result;
    }

    public override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
        CancellationToken cancellationToken = default)
    {
        var result = await base.RemoveAsync(id, condition, reason, actor, cancellationToken);
        if (result.IsRemoved) Note(id, SessionAuditEvent.Ended, result.Record?.Subject, reason, actor);
        return result;
    }

    public override async ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        var removed = Data.Records.Values.ToList();
        var cleared = await base.ClearAsync(progress, actor, cancellationToken);
        foreach (var record in removed) Note(record.Id, SessionAuditEvent.Cleared, record.Subject, null, actor);
        return cleared;
    }

    public virtual ValueTask<SessionAuditPage> ListAuditAsync(SessionAuditQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock)
        {
            var before = cursor is null ? Rows.Count
                : int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
                : throw new ArgumentException("This is no cursor.", nameof(cursor));
            var found = Enumerable.Range(0, before).Reverse().Where(i => IsMeant(Rows[i], query)).Take(query.PageSize + 1).ToList();
            if (found.Count <= query.PageSize) return new(new SessionAuditPage([.. found.Select(i => Rows[i])], null));
            found.RemoveAt(query.PageSize);
            return new(new SessionAuditPage([.. found.Select(i => Rows[i])], found[^1].ToString(CultureInfo.InvariantCulture)));
        }
    }

    public virtual bool IsMeant(SessionAuditRow row, SessionAuditQuery query) =>
        (query.Subject is null || row.Subject == query.Subject) && (query.Id is null || row.Id == query.Id)
        && (!query.EndsOnly || row.Event is SessionAuditEvent.Ended or SessionAuditEvent.Cleared);

    public virtual void Note(SessionId id, SessionAuditEvent happened, string? subject, SessionEndReason? reason = null, string? actor = null)
    {
        lock (Data.Lock) Rows.Add(new(id, happened, Clock.GetUtcNow()) { Subject = subject, Reason = reason, Actor = actor });
    }
}
