namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenUpdateTests
{
    [Fact]
    public Task A_store_that_upserts_is_caught() =>
        Caught.ByAsync<Facts<Upserts>>(f =>
            f.An_update_of_an_unknown_session_is_gone_and_inserts_nothing(), f => f.An_update_of_version_zero_inserts_nothing());

    [Fact]
    public Task A_store_that_takes_version_zero_for_an_insert_is_caught() =>
        Caught.ByAsync<Facts<InsertsVersionZero>>(f => f.An_update_of_version_zero_inserts_nothing());

    [Fact]
    public Task A_store_where_the_last_write_wins_is_caught() =>
        Caught.ByAsync<Facts<LastWriteWins>>(
            f => f.An_update_of_an_older_version_is_a_conflict_and_writes_nothing(),
            f => f.An_update_of_a_version_that_never_was_is_a_conflict_and_writes_nothing(),
            f => f.A_late_duplicate_of_an_old_update_does_not_undo_a_newer_one(),
            f => f.An_update_to_the_same_version_by_another_writer_is_a_conflict());

    [Fact]
    public Task A_store_that_takes_any_newer_version_is_caught() =>
        Caught.ByAsync<Facts<TakesAnyNewerVersion>>(f => f.An_update_of_a_version_that_never_was_is_a_conflict_and_writes_nothing());

    [Fact]
    public Task A_store_whose_conflict_carries_nothing_is_caught() =>
        Caught.ByAsync<Facts<ConflictWithoutCurrent>>(
            f => f.A_conflict_carries_the_current_record_whole(),
            f => f.An_update_to_the_same_version_by_another_writer_is_a_conflict());

    [Fact]
    public Task A_store_whose_conflict_carries_half_a_record_is_caught() =>
        Caught.ByAsync<Facts<ConflictWithoutPayload>>(f => f.A_conflict_carries_the_current_record_whole());

    [Fact]
    public Task A_store_whose_conflict_carries_the_callers_record_is_caught() =>
        Caught.ByAsync<Facts<ConflictWithCallersRecord>>(f => f.A_conflict_carries_the_current_record_whole());

    [Fact]
    public Task A_store_that_takes_a_conflict_for_gone_is_caught() =>
        Caught.ByAsync<Facts<GoneForConflict>>(f => f.An_update_of_an_older_version_is_a_conflict_and_writes_nothing());

    [Fact]
    public Task A_store_that_does_not_know_its_own_write_is_caught() =>
        Caught.ByAsync<Facts<IgnoresWriteId>>(f => f.An_update_repeated_with_the_same_write_id_answers_updated_and_counts_once());

    [Fact]
    public Task A_store_that_knows_writes_by_their_version_alone_is_caught() =>
        Caught.ByAsync<Facts<KnowsByVersion>>(f => f.An_update_to_the_same_version_by_another_writer_is_a_conflict());

    [Fact]
    public Task A_store_that_knows_writes_by_their_id_alone_is_caught() =>
        Caught.ByAsync<Facts<KnowsByWriteId>>(f => f.A_write_id_counts_only_together_with_its_version());

    [Fact]
    public Task A_store_that_answers_updated_to_every_write_it_ever_saw_is_caught() =>
        Caught.ByAsync<Facts<RemembersWriteIds>>(f => f.A_late_duplicate_of_an_old_update_does_not_undo_a_newer_one());

    [Fact]
    public Task A_store_that_takes_the_given_times_is_caught() =>
        Caught.ByAsync<Facts<TakesGivenTimes>>(f => f.An_update_keeps_the_later_of_the_stored_and_the_given_times());

    [Fact]
    public Task A_store_that_keeps_the_stored_times_is_caught() =>
        Caught.ByAsync<Facts<KeepsStoredTimes>>(f => f.An_update_keeps_the_later_of_the_stored_and_the_given_times());

    [Fact]
    public Task A_store_that_forgets_the_absolute_time_is_caught() =>
        Caught.ByAsync<Facts<PastAbsolute>>(f => f.An_update_never_moves_the_expiry_past_the_absolute_one());

    [Fact]
    public Task A_store_that_answers_with_the_record_as_given_is_caught() =>
        Caught.ByAsync<Facts<AnswersAsGiven>>(f => f.An_update_keeps_the_later_of_the_stored_and_the_given_times());

    [Fact]
    public Task A_store_that_leaves_old_fields_behind_is_caught() =>
        Caught.ByAsync<Facts<LeavesOldFields>>(f => f.An_update_can_take_every_optional_field_away());

    [Fact]
    public Task A_store_that_says_updated_and_writes_nothing_is_caught() =>
        Caught.ByAsync<Facts<WritesNothing>>(
            f => f.An_update_of_the_stored_version_replaces_the_whole_record(),
            f => f.Each_update_builds_on_the_one_before());

    private sealed class Facts<TStore> : UpdateConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    // Updates as the reference does, unless the derived store has an answer of its own for what it sees.
    private abstract class Answers : ReferenceStore
    {
        public sealed override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                if (Answer(Alive(record.Id), record, expectedVersion) is { } answer) return new(answer);
                var result = base.UpdateAsync(record, expectedVersion, cancellationToken);
                return new(After(result.Result, record));
            }
        }

        protected virtual UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) => null;

        protected virtual UpdateResult After(UpdateResult result, SessionRecord given) => result;

        protected UpdateResult Write(SessionRecord record)
        {
            Data.Records[record.Id] = Keep(record);
            return UpdateResult.Updated(Give(record));
        }
    }

    private sealed class Upserts : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) => stored is null ? Write(given) : null;
    }

    private sealed class InsertsVersionZero : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored is null && expectedVersion == 0 ? Write(given) : null;
    }

    private sealed class LastWriteWins : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) => stored is null ? null : Write(given);
    }

    private sealed class TakesAnyNewerVersion : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored is not null && given.Version > stored.Version ? Write(given.KeepingLaterTimes(stored)) : null;
    }

    private sealed class ConflictWithoutCurrent : Answers
    {
        protected override UpdateResult After(UpdateResult result, SessionRecord given) =>
            result.Outcome == UpdateOutcome.Conflict ? UpdateResult.Conflict(null!) : result;
    }

    private sealed class ConflictWithoutPayload : Answers
    {
        protected override UpdateResult After(UpdateResult result, SessionRecord given) =>
            result.IsConflict(out var current) ? UpdateResult.Conflict(current with { Payload = default }) : result;
    }

    private sealed class ConflictWithCallersRecord : Answers
    {
        protected override UpdateResult After(UpdateResult result, SessionRecord given) =>
            result.Outcome == UpdateOutcome.Conflict ? UpdateResult.Conflict(given) : result;
    }

    private sealed class GoneForConflict : Answers
    {
        protected override UpdateResult After(UpdateResult result, SessionRecord given) =>
            result.Outcome == UpdateOutcome.Conflict ? UpdateResult.Gone : result;
    }

    private sealed class IgnoresWriteId : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored is not null && stored.Version != expectedVersion ? UpdateResult.Conflict(stored) : null;
    }

    private sealed class KnowsByVersion : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored?.Version == given.Version ? UpdateResult.Updated(stored) : null;
    }

    private sealed class KnowsByWriteId : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored?.WriteId == given.WriteId ? UpdateResult.Updated(stored) : null;
    }

    private sealed class RemembersWriteIds : Answers
    {
        private readonly HashSet<ulong> _seen = [];

        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored is not null && !_seen.Add(given.WriteId) ? UpdateResult.Updated(stored) : null;
    }

    private sealed class TakesGivenTimes : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored?.Version == expectedVersion ? Write(given) : null;
    }

    private sealed class KeepsStoredTimes : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored?.Version == expectedVersion ? Write(given with { LastSeenAt = stored.LastSeenAt, ExpiresAt = stored.ExpiresAt }) : null;
    }

    private sealed class PastAbsolute : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored?.Version == expectedVersion
                ? Write((given with { AbsoluteExpiresAt = null }).KeepingLaterTimes(stored) with { AbsoluteExpiresAt = given.AbsoluteExpiresAt })
                : null;
    }

    private sealed class AnswersAsGiven : Answers
    {
        protected override UpdateResult After(UpdateResult result, SessionRecord given) =>
            result.Outcome == UpdateOutcome.Updated ? UpdateResult.Updated(given) : result;
    }

    private sealed class LeavesOldFields : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored?.Version == expectedVersion ? Write(given with { Subject = given.Subject ?? stored.Subject }) : null;
    }

    private sealed class WritesNothing : Answers
    {
        protected override UpdateResult? Answer(SessionRecord? stored, SessionRecord given, long expectedVersion) =>
            stored?.Version == expectedVersion ? UpdateResult.Updated(given) : null;
    }
}
