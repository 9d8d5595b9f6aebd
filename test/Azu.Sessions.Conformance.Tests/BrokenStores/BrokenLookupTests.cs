namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenLookupTests
{
    [Fact]
    public Task A_store_that_ignores_the_query_is_caught() =>
        Caught.ByAsync<Facts<IgnoresQuery>>(
            f => f.A_list_by_subject_holds_exactly_the_sessions_of_that_subject(),
            f => f.A_list_by_index_holds_exactly_the_sessions_with_that_value());

    [Fact]
    public Task A_store_that_folds_case_is_caught() =>
        Caught.ByAsync<Facts<FoldsCase>>(f => f.Subjects_and_index_values_are_compared_character_by_character());

    [Fact]
    public Task A_store_that_takes_subjects_for_prefixes_is_caught() =>
        Caught.ByAsync<Facts<TakesPrefixes>>(f => f.Subjects_and_index_values_are_compared_character_by_character());

    [Fact]
    public Task A_store_that_takes_nobody_for_the_empty_name_is_caught() =>
        Caught.ByAsync<Facts<NobodyIsEmpty>>(f => f.An_anonymous_session_belongs_to_no_subject());

    [Fact]
    public Task A_store_that_joins_name_and_value_is_caught() =>
        Caught.ByAsync<Facts<JoinsNameAndValue>>(f => f.An_index_name_and_its_value_do_not_run_together());

    [Fact]
    public Task A_store_that_knows_the_first_value_only_is_caught() =>
        Caught.ByAsync<Facts<FirstValueOnly>>(f => f.A_list_by_index_holds_exactly_the_sessions_with_that_value());

    [Fact]
    public Task A_store_whose_entries_are_never_taken_back_is_caught() =>
        Caught.ByAsync<Facts<EntriesStay>>(
            f => f.The_list_by_subject_follows_an_update_of_the_subject(),
            f => f.The_list_by_index_follows_an_update_of_the_values());

    [Fact]
    public Task A_store_whose_entries_are_made_once_is_caught() =>
        Caught.ByAsync<Facts<EntriesMadeOnce>>(
            f => f.The_list_by_subject_follows_an_update_of_the_subject(),
            f => f.The_list_by_index_follows_an_update_of_the_values());

    [Fact]
    public Task A_store_that_enters_refused_writes_is_caught() =>
        Caught.ByAsync<Facts<EntersRefusedWrites>>(
            f => f.A_conflicting_update_leaves_the_lists_as_they_were(),
            f => f.A_refused_create_leaves_the_lists_as_they_were());

    [Fact]
    public Task A_store_that_counts_the_removed_is_caught() =>
        Caught.ByAsync<Facts<CountsRemoved>>(f => f.The_lists_are_exact_after_a_removal());

    [Fact]
    public Task A_store_whose_entries_end_at_the_first_expiry_is_caught() =>
        Caught.ByAsync<Facts<EntriesEndAtFirstExpiry>>(f => f.A_touched_session_is_still_listed_after_its_first_expiry());

    private sealed class Facts<TStore> : LookupConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    private sealed class IgnoresQuery : ReferenceStore
    {
        public override bool IsMeant(SessionRecord record, SessionQuery query) => true;
    }

    private sealed class FoldsCase : ReferenceStore
    {
        public override bool IsMeant(SessionRecord record, SessionQuery query) =>
            query.Subject is null ? base.IsMeant(record, query) : query.Subject.Equals(record.Subject, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class TakesPrefixes : ReferenceStore
    {
        public override bool IsMeant(SessionRecord record, SessionQuery query) =>
            query.Subject is null ? base.IsMeant(record, query) : record.Subject?.StartsWith(query.Subject, StringComparison.Ordinal) == true;
    }

    private sealed class NobodyIsEmpty : ReferenceStore
    {
        public override bool IsMeant(SessionRecord record, SessionQuery query) => base.IsMeant(record with { Subject = record.Subject ?? "" }, query);
    }

    private sealed class JoinsNameAndValue : ReferenceStore
    {
        public override bool IsMeant(SessionRecord record, SessionQuery query) =>
            query.Index is not { } asked
                ? base.IsMeant(record, query)
                : record.Indexes.Any(entry => $"{entry.Name}:{entry.Value}" == $"{asked.Name}:{asked.Value}");
    }

    private sealed class FirstValueOnly : ReferenceStore
    {
        public override bool IsMeant(SessionRecord record, SessionQuery query) => base.IsMeant(record with { Indexes = [.. record.Indexes.Take(1)] }, query);
    }

    // Answers lists from entries of its own, which it keeps in one of several wrong ways.
    private abstract class Entries : ReferenceStore
    {
        private readonly List<SessionRecord> _entries = [];

        public sealed override bool IsMeant(SessionRecord record, SessionQuery query) =>
            query == SessionQuery.All || _entries.Exists(entry => entry.Id == record.Id && base.IsMeant(entry, query));

        protected void Enter(SessionRecord record) => _entries.Add(record);
    }

    private sealed class EntriesStay : Entries
    {
        public override SessionRecord Keep(SessionRecord record)
        {
            Enter(record);
            return base.Keep(record);
        }
    }

    private sealed class EntriesMadeOnce : Entries
    {
        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            Enter(record);
            return base.CreateAsync(record, cancellationToken);
        }
    }

    private sealed class EntersRefusedWrites : Entries
    {
        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            Enter(record);
            return base.CreateAsync(record, cancellationToken);
        }

        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            Enter(record);
            return base.UpdateAsync(record, expectedVersion, cancellationToken);
        }
    }

    private sealed class CountsRemoved : ReferenceStore
    {
        private readonly List<SessionRecord> _created = [];

        public override SessionRecord Keep(SessionRecord record)
        {
            _created.Add(record);
            return base.Keep(record);
        }

        public override ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
            new(_created.Count(record => IsMeant(record, query)));
    }

    private sealed class EntriesEndAtFirstExpiry : ReferenceStore
    {
        private readonly Dictionary<SessionId, SessionRecord> _first = [];

        public override SessionRecord Keep(SessionRecord record)
        {
            _first.TryAdd(record.Id, record);
            return base.Keep(record);
        }

        public override bool IsMeant(SessionRecord record, SessionQuery query) =>
            base.IsMeant(record, query) && (query == SessionQuery.All || IsAlive(_first[record.Id]));
    }
}
