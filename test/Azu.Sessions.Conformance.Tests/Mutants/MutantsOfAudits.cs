namespace Azu.Sessions.Conformance.Tests;

/// <summary>Faults in the audit of a store.</summary>
internal static class MutantsOfAudits
{
    public static IReadOnlyList<Mutant> All =>
    [
        Mutant.Caught<On.Audits<OldestFirst>>("An audit is listed the oldest first.", f => f.What_happens_to_a_session_is_listed_the_newest_first()),
        Mutant.Caught<On.Audits<DropsTheActor>>("An audit drops the actor.", f => f.What_happens_to_a_session_is_listed_the_newest_first()),
        Mutant.Caught<On.Audits<OneReason>>("An audit knows revoked for every reason.", f => f.Every_reason_comes_back()),
        Mutant.Caught<On.Audits<AuditFoldsCase>>("An audit compares subjects without regard to case.", f => f.Rows_of_another_subject_are_left_out("Alice")),
        Mutant.Caught<On.Audits<AuditByBeginning>>("An audit finds subjects by their beginning.", f => f.Rows_of_another_subject_are_left_out("alice ")),
        Mutant.Caught<On.Audits<ListsAllAsEnds>>("A list of ends holds beginnings.", f => f.A_list_of_ends_holds_nothing_else()),
        Mutant.Caught<On.Audits<PagesByPosition>>("An audit counts pages from the newest row.", f =>
            f.A_walk_meets_each_row_once_although_others_are_written()),
        Mutant.Caught<On.Audits<NotesAttempts>>("An audit notes a removal that did not happen.", f => f.What_was_not_carried_out_has_no_row()),
        Mutant.Caught<On.Audits<ClearIsRevoked>>("An audit notes a cleared session as revoked.", f => f.A_cleared_session_is_told_apart()),
        Mutant.Caught<On.Audits<AnyCursor>>("An audit begins again at a cursor that it does not know.", f => f.A_foreign_cursor_and_a_cancelled_list_throw()),
    ];

    private sealed class OldestFirst : AuditedReferenceStore
    {
        public override async ValueTask<SessionAuditPage> ListAuditAsync(SessionAuditQuery query, string? cursor,
            CancellationToken cancellationToken = default)
        {
            var page = await base.ListAuditAsync(query, cursor, cancellationToken);
            return page with { Rows = [.. page.Rows.Reverse()] };
        }
    }

    private sealed class DropsTheActor : AuditedReferenceStore
    {
        public override void Note(SessionId id, SessionAuditEvent happened, string? subject, SessionEndReason? reason = null, string? actor = null) =>
            base.Note(id, happened, subject, reason);
    }

    private sealed class OneReason : AuditedReferenceStore
    {
        public override void Note(SessionId id, SessionAuditEvent happened, string? subject, SessionEndReason? reason = null, string? actor = null) =>
            base.Note(id, happened, subject, reason is null ? null : SessionEndReason.Revoked, actor);
    }

    private sealed class AuditFoldsCase : AuditedReferenceStore
    {
        public override bool IsMeant(SessionAuditRow row, SessionAuditQuery query) =>
            query.Subject is { } subject ? subject.Equals(row.Subject, StringComparison.OrdinalIgnoreCase) : base.IsMeant(row, query);
    }

    private sealed class AuditByBeginning : AuditedReferenceStore
    {
        public override bool IsMeant(SessionAuditRow row, SessionAuditQuery query) =>
            query.Subject is { } subject ? row.Subject?.StartsWith(subject, StringComparison.Ordinal) == true : base.IsMeant(row, query);
    }

    private sealed class ListsAllAsEnds : AuditedReferenceStore
    {
        public override bool IsMeant(SessionAuditRow row, SessionAuditQuery query) => base.IsMeant(row, query with { EndsOnly = false });
    }

    private sealed class PagesByPosition : AuditedReferenceStore
    {
        public override async ValueTask<SessionAuditPage> ListAuditAsync(SessionAuditQuery query, string? cursor,
            CancellationToken cancellationToken = default)
        {
            var skipped = cursor is null ? 0 : int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
            var all = await base.ListAuditAsync(query with { PageSize = 1_000 }, null, cancellationToken);
            var rows = all.Rows.Skip(skipped).Take(query.PageSize).ToList();
            var next = skipped + rows.Count;
            return new(rows, next < all.Rows.Count ? next.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
        }
    }

    private sealed class NotesAttempts : AuditedReferenceStore
    {
        public override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default)
        {
            var result = await base.RemoveAsync(id, condition, reason, actor, cancellationToken);
            if (!result.IsRemoved) Note(id, SessionAuditEvent.Ended, null, reason, actor);
            return result;
        }
    }

    private sealed class ClearIsRevoked : AuditedReferenceStore
    {
        public override void Note(SessionId id, SessionAuditEvent happened, string? subject, SessionEndReason? reason = null, string? actor = null)
        {
            if (happened == SessionAuditEvent.Cleared) (happened, reason) = (SessionAuditEvent.Ended, SessionEndReason.Revoked);
            base.Note(id, happened, subject, reason, actor);
        }
    }

    private sealed class AnyCursor : AuditedReferenceStore
    {
        public override ValueTask<SessionAuditPage> ListAuditAsync(SessionAuditQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            base.ListAuditAsync(query, int.TryParse(cursor, out _) ? cursor : null, cancellationToken);
    }
}
