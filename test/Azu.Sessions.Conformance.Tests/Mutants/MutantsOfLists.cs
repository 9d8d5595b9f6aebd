using System.Globalization;

namespace Azu.Sessions.Conformance.Tests;

/// <summary>Faults in lists, counts, sweeps and clearing.</summary>
internal static class MutantsOfLists
{
    public static IReadOnlyList<Mutant> All =>
    [
        Mutant.Caught<On.Lookup<FoldsCase>>("Subjects are compared without regard to case.", f =>
            f.Subjects_and_index_values_are_compared_character_by_character()),
        Mutant.Caught<On.Lookup<PadsWithSpaces>>("Subjects are compared without their trailing spaces.", f =>
            f.Subjects_and_index_values_are_compared_character_by_character()),
        Mutant.Caught<On.Lookup<CutsKeys>>("Subjects are compared by their first 3 000 characters.", f =>
            f.A_session_is_found_by_texts_of_100_000_characters()),
        Mutant.Caught<On.Lookup<DropsEntriesFirst>>("A removal takes the entries away before it looks at its condition.", f =>
            f.A_removal_whose_condition_does_not_hold_leaves_the_lists_alone()),
        Mutant.Caught<On.List<CursorWithoutId>>("A cursor is a time without an id.", f => f.A_walk_in_pages_meets_each_session_once(7)),
        Mutant.Caught<On.List<ListsExpired>>("A list shows expired sessions.", f => f.Expired_sessions_are_neither_listed_nor_counted()),
        Mutant.Caught<On.IndexRace<EntersLater>>("Entries are written in a second transaction.", f =>
            f.Writers_that_go_on_after_a_conflict_leave_the_session_in_the_list_of_the_last()),
        Mutant.Caught<On.Ids<IdsOfTheLiving>>("A list of ids leaves out expired records.", f =>
            f.A_session_that_this_node_takes_for_expired_is_given_while_it_is_there()),
        Mutant.Caught<On.Ids<IdsFoldCase>>("A list of ids compares subjects without regard to case.", f => f.A_list_of_ids_means_what_its_query_says()),
        Mutant.Caught<On.Ids<RepeatsAnId>>("A page of ids repeats the last id of the page before.", f => f.A_walk_in_pages_gives_each_id_once(7)),
        Mutant.Caught<On.UnreadableList<ListStops>>("A list by an index value ends at an unreadable record.", f =>
            f.Lists_and_counts_pass_over_unreadable_sessions()),
        Mutant.Allowed<On.UnreadableList<CountsUnreadable>>("A count counts unreadable records.", f => f.Lists_and_counts_pass_over_unreadable_sessions()),
        Mutant.Caught<On.UnreadableList<IdsOfTheReadable>>("A list of ids leaves out unreadable records.", f => f.A_list_of_ids_gives_unreadable_sessions()),
        Mutant.Caught<On.UnreadableList<SweepSkipsUnreadable>>("A sweep leaves unreadable records for ever.", f =>
            f.The_sweep_removes_unreadable_sessions_and_counts_them()),
        Mutant.Caught<On.UnreadableList<ClearSkipsUnreadable>>("A clear leaves unreadable records.", f =>
            f.Clear_removes_unreadable_sessions_and_counts_them()),
        Mutant.Caught<On.Clear<ClearCountsTheLiving>>("A clear counts the living alone.", f => f.Clear_removes_expired_sessions_and_counts_them()),
        Mutant.Caught<On.Clear<ClearLeavesExpired>>("A clear leaves expired records.", f => f.Clear_removes_expired_sessions_and_counts_them()),
        Mutant.Caught<On.Sweep<SweepsWithoutLock>>("A sweep looks, and removes later.", f => f.Sweeps_at_the_same_time_report_each_session_once()),
        Mutant.Allowed<On.Sweep<SweepsInTurn>>("A sweep waits for the one before it.", f => f.Sweeps_at_the_same_time_report_each_session_once()),
    ];

    private sealed class FoldsCase : ReferenceStore
    {
        public override bool IsMeant(SessionRecord record, SessionQuery query) =>
            query.Subject is null ? base.IsMeant(record, query) : string.Equals(record.Subject, query.Subject, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class PadsWithSpaces : ReferenceStore
    {
        public override bool IsMeant(SessionRecord record, SessionQuery query) =>
            query.Subject is null ? base.IsMeant(record, query) : record.Subject?.TrimEnd(' ') == query.Subject.TrimEnd(' ');
    }

    private sealed class CutsKeys : ReferenceStore
    {
        public override bool IsMeant(SessionRecord record, SessionQuery query) =>
            query.Subject is null ? base.IsMeant(record, query) : Cut(record.Subject) == Cut(query.Subject);

        private static string? Cut(string? text) => text?.Length > 3_000 ? text[..3_000] : text;
    }

    private sealed class DropsEntriesFirst : ReferenceStore
    {
        private readonly HashSet<SessionId> _dropped = [];

        public override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) _dropped.Add(id);
            return base.RemoveAsync(id, condition, reason, actor, cancellationToken);
        }

        public override bool IsMeant(SessionRecord record, SessionQuery query) =>
            base.IsMeant(record, query) && (query.Subject is null || !_dropped.Contains(record.Id));
    }

    private sealed class CursorWithoutId : ReferenceStore
    {
        public override ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            var after = cursor is null ? long.MinValue : long.Parse(cursor, CultureInfo.InvariantCulture);
            lock (Data.Lock)
            {
                var found = Data.Records.Values.Where(record => record.CreatedAt.UtcTicks > after).OrderBy(record => record.CreatedAt).Take(query.PageSize + 1)
                    .ToList();
                if (found.Count <= query.PageSize) return new(new SessionPage(found, null));
                found.RemoveAt(query.PageSize);
                return new(new SessionPage(found, found[^1].CreatedAt.UtcTicks.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    private sealed class ListsExpired : ReferenceStore
    {
        public override ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return new(new SessionPage([.. Data.Records.Values], null));
        }
    }

    // The lists go by what the maintenance that came last wrote, and not by the record.
    private sealed class EntersLater : ReferenceStore
    {
        private readonly Dictionary<SessionId, string?> _entered = [];

        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            var result = await base.UpdateAsync(record, expectedVersion, cancellationToken);
            if (result.Outcome != UpdateOutcome.Updated) return result;
            for (var i = record.Version; i < 6; i++) await Window.OpenAsync();
            lock (Data.Lock) _entered[record.Id] = record.Subject;
            return result;
        }

        public override bool IsMeant(SessionRecord record, SessionQuery query) =>
            query.Subject is null ? base.IsMeant(record, query) : _entered.GetValueOrDefault(record.Id, record.Subject) == query.Subject;
    }

    private sealed class IdsOfTheLiving : ReferenceStore
    {
        public override bool IsListed(SessionRecord record, SessionQuery query) => IsAlive(record) && base.IsListed(record, query);
    }

    private sealed class IdsFoldCase : ReferenceStore
    {
        public override bool IsListed(SessionRecord record, SessionQuery query) =>
            query.Subject is null ? base.IsListed(record, query) : query.Subject.Equals(record.Subject, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class RepeatsAnId : ReferenceStore
    {
        public override async ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            if (!(query.PageSize > 1 && SessionId.TryParse(cursor?.Split('-')[^1], out var last) && Data.Records.ContainsKey(last)))
                return await base.ListIdsAsync(query, cursor, cancellationToken);
            var page = await base.ListIdsAsync(query with { PageSize = query.PageSize - 1 }, cursor, cancellationToken);
            return page with { Ids = [last, .. page.Ids] };
        }
    }

    private sealed class ListStops : ReferenceStore
    {
        public override ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return query.Index is not null && Data.Spoilt.Count > 0
                ? new(new SessionPage([], null))
                : base.ListAsync(query, cursor, cancellationToken);
        }
    }

    private sealed class CountsUnreadable : ReferenceStore
    {
        public override ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return new(Data.Records.Values.LongCount(record => IsAlive(record) && IsMeant(record, query)));
        }
    }

    private sealed class IdsOfTheReadable : ReferenceStore
    {
        public override bool IsListed(SessionRecord record, SessionQuery query) => !Data.Spoilt.ContainsKey(record.Id) && base.IsListed(record, query);
    }

    private sealed class SweepSkipsUnreadable : ReferenceStore
    {
        public override ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (Data.Lock)
            {
                List<SessionRecord> expired = [.. Data.Records.Values.Where(record => !IsAlive(record) && !Data.Spoilt.ContainsKey(record.Id)).Take(limit)];
                expired.ForEach(record => Data.Remove(record.Id));
                return new(new ExpiredSessions(expired, 0, false));
            }
        }
    }

    private abstract class Clears : ReferenceStore
    {
        public sealed override ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                var gone = 0L;
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var batch in Data.Records.Values.Where(IsRemoved).Chunk(Batch))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    gone += batch.LongCount(IsCounted);
                    foreach (var record in batch) Data.Remove(record.Id);
                    progress?.Report(gone);
                }
                return new(gone);
            }
        }

        protected virtual bool IsRemoved(SessionRecord record) => true;

        protected virtual bool IsCounted(SessionRecord record) => true;
    }

    private sealed class ClearSkipsUnreadable : Clears
    {
        protected override bool IsRemoved(SessionRecord record) => !Data.Spoilt.ContainsKey(record.Id);
    }

    private sealed class ClearCountsTheLiving : Clears
    {
        protected override bool IsCounted(SessionRecord record) => IsAlive(record);
    }

    private sealed class ClearLeavesExpired : Clears
    {
        protected override bool IsRemoved(SessionRecord record) => IsAlive(record);
    }

    private sealed class SweepsInTurn : ReferenceStore
    {
        private readonly SemaphoreSlim _one = new(1);

        public override async ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
        {
            await _one.WaitAsync(cancellationToken);
            try
            {
                await Task.Yield();
                return await base.RemoveExpiredAsync(limit, cancellationToken);
            }
            finally
            {
                _one.Release();
            }
        }
    }
}
