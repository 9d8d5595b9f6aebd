namespace Azu.Sessions.Conformance.Tests;

/// <summary>Faults in what is kept: times, texts, bytes, and the clock that decides about them.</summary>
internal static class MutantsOfContent
{
    public static IReadOnlyList<Mutant> All =>
    [
        Mutant.Caught<On.RoundTrip<KeepsMicroseconds>>("Times are kept to the microsecond.", f => f.A_record_with_every_field_set_comes_back()),
        Mutant.Caught<On.RoundTrip<ForgetsNewFields>>("What a sign-in set for this session alone is not kept.", f =>
            f.What_a_sign_in_set_for_this_session_alone_comes_back()),
        Mutant.Caught<On.RoundTrip<UnsetIsFalse>>("A cookie that ends with the browser is taken for unset.", f =>
            f.What_a_sign_in_set_for_this_session_alone_comes_back()),
        Mutant.Caught<On.RoundTrip<CutsText>>("Texts are cut at 4 000 characters.", f => f.A_subject_of_100_000_characters_comes_back()),
        Mutant.Caught<On.RoundTrip<ReplacesHalfPairs>>("Half a surrogate pair becomes a replacement character.", f =>
            f.Half_a_surrogate_pair_is_refused_and_nothing_is_written(0xd83c)),
        Mutant.Caught<On.RoundTrip<ChecksTooLate>>("Half a surrogate pair is refused after the record is written.", f =>
            f.Half_a_surrogate_pair_is_refused_and_nothing_is_written(0xdf6a)),
        Mutant.Caught<On.Isolation<KeepsTheCallersBytes>>("The payload is the caller's own array.", f =>
            f.Changing_the_callers_buffers_after_a_create_changes_nothing()),
        Mutant.Caught<On.Expiry<OwnClock>>("The system's clock decides whether a session is expired.", f => f.A_session_whose_grace_is_over_is_not_found()),
        Mutant.Caught<On.Touch<CreatedPastTheEnd>>("A create keeps an expiry past the absolute end.", f =>
            f.A_session_is_cut_at_its_absolute_end_when_it_is_created()),
        Mutant.Caught<On.Touch<TiesStay>>("On a tie the stored times stay.", f => f.Of_two_pairs_that_expire_together_the_one_seen_later_counts()),
        Mutant.Allowed<On.Cancellation<LooksBeforehand>>("The token is looked at before the call alone.", f =>
            f.A_cancelled_update_throws_and_changes_nothing()),
    ];

    private sealed class KeepsMicroseconds : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) =>
            base.Keep(record) with { CreatedAt = record.CreatedAt.AddTicks(-(record.CreatedAt.Ticks % 10)) };
    }

    private sealed class ForgetsNewFields : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) => base.Keep(record) with { IdleTimeout = null, IsPersistent = null, SubjectStamp = null };
    }

    private sealed class UnsetIsFalse : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) => base.Keep(record) with { IsPersistent = record.IsPersistent == true ? true : null };
    }

    private sealed class CutsText : ReferenceStore
    {
        public override SessionRecord Give(SessionRecord record) =>
            base.Give(record) with { Subject = record.Subject?.Length > 4_000 ? record.Subject[..4_000] : record.Subject };
    }

    private sealed class ReplacesHalfPairs : ReferenceStore
    {
        public override void CheckText(SessionRecord record) { }
    }

    private sealed class ChecksTooLate : ReferenceStore
    {
        public override void CheckText(SessionRecord record)
        {
            lock (Data.Lock) Data.Records[record.Id] = record;
            base.CheckText(record);
        }
    }

    private sealed class KeepsTheCallersBytes : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) => record;
    }

    private sealed class OwnClock : ReferenceStore
    {
        private static readonly DateTimeOffset s_start = new ManualTimeProvider().GetUtcNow();

        public override bool IsAlive(SessionRecord record) => record.IsRetained(s_start);
    }

    private sealed class CreatedPastTheEnd : ReferenceStore
    {
        public override SessionRecord Cut(SessionRecord record) => record;
    }

    private sealed class TiesStay : ReferenceStore
    {
        public override ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return Alive(id)?.ExpiresAt == expiresAt ? new(true) : base.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken);
        }
    }

    private sealed class LooksBeforehand : ReferenceStore
    {
        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            return await base.UpdateAsync(record, expectedVersion, CancellationToken.None);
        }
    }
}
