using System.Globalization;

namespace Azu.Sessions.Conformance.Tests;

/// <summary>Faults in the lists that revocation walks, and in walks past unreadable records.</summary>
internal static class MutantsOfIdLists
{
    public static IReadOnlyList<Mutant> All =>
    [
        Mutant.Caught<On.Ids<FormerSubjects>>("A list of ids gives sessions to their former subjects too.", f =>
            f.A_session_that_moved_is_in_the_list_of_its_new_subject_alone()),
        Mutant.Caught<On.Ids<PagesIdsByCounting>>("A cursor of ids is a number of ids.", f =>
            f.Sessions_that_are_removed_page_by_page_do_not_disturb_the_walk()),
        Mutant.Caught<On.Ids<IdsIgnoreTheToken>>("A list of ids ignores its token.", f => f.A_cancelled_list_of_ids_throws()),
        Mutant.Caught<On.UnreadableList<StopsAtUnreadable>>("A page with unreadable records is the last.", f =>
            f.A_walk_in_pages_goes_on_behind_unreadable_sessions()),
        Mutant.Caught<On.UnreadableList<EntriesOfUnreadableStay>>("The entries of an unreadable record outlive its removal.", f =>
            f.Every_session_of_a_subject_can_be_ended()),
    ];

    private sealed class FormerSubjects : ReferenceStore
    {
        private readonly List<SessionRecord> _kept = [];

        public override SessionRecord Keep(SessionRecord record)
        {
            _kept.Add(record);
            return base.Keep(record);
        }

        public override bool IsListed(SessionRecord record, SessionQuery query) => _kept.Exists(kept => kept.Id == record.Id && IsMeant(kept, query));
    }

    private sealed class PagesIdsByCounting : ReferenceStore
    {
        public override ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = 0;
            if (cursor is not null
                && !int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture,
                out from)) throw new ArgumentException("This cursor is none of ours.", nameof(cursor));
            lock (Data.Lock)
            {
                var ids = Data.Records.Values.Where(record => IsListed(record, query)).Select(record => record.Id).Order().Skip(from).ToList();
                return new(new SessionIdPage([.. ids.Take(query.PageSize)], ids.Count <= query.PageSize
                    ? null
                    : (from + query.PageSize).ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    private sealed class IdsIgnoreTheToken : ReferenceStore
    {
        public override ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            base.ListIdsAsync(query, cursor, CancellationToken.None);
    }

    private sealed class StopsAtUnreadable : ReferenceStore
    {
        public override async ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            var page = await base.ListAsync(query, cursor, cancellationToken);
            return Data.Spoilt.Count > 0 ? page with { NextCursor = null } : page;
        }
    }

    private sealed class EntriesOfUnreadableStay : ReferenceStore
    {
        private readonly List<SessionRecord> _left = [];

        public override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                if (condition.IsAlways && Data.Spoilt.ContainsKey(id)) _left.Add(Data.Records[id]);
                return base.RemoveAsync(id, condition, reason, actor, cancellationToken);
            }
        }

        public override async ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            var page = await base.ListIdsAsync(query, cursor, cancellationToken);
            return page with { Ids = [.. page.Ids, .. _left.Where(record => IsMeant(record, query)).Select(record => record.Id)] };
        }
    }
}
