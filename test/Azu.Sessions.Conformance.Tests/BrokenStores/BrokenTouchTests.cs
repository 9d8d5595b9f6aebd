namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenTouchTests
{
    [Fact]
    public Task A_store_that_shrinks_is_caught() =>
        Caught.ByAsync<Facts<Shrinks>>(f => f.A_touch_never_moves_a_time_back(), f => f.A_touch_takes_one_pair_of_times_whole());

    [Fact]
    public Task A_store_that_takes_each_time_by_itself_is_caught() =>
        Caught.ByAsync<Facts<EachByItself>>(f => f.A_touch_takes_one_pair_of_times_whole());

    [Fact]
    public Task A_store_that_passes_over_a_tie_is_caught() =>
        Caught.ByAsync<Facts<PassesOverTies>>(f => f.Of_two_pairs_that_expire_together_the_one_seen_later_counts());

    [Fact]
    public Task A_store_that_cuts_after_comparing_is_caught() =>
        Caught.ByAsync<Facts<CutsAfterComparing>>(f => f.Times_are_cut_at_the_absolute_end_before_they_are_compared());

    [Fact]
    public Task A_store_that_creates_past_the_absolute_end_is_caught() =>
        Caught.ByAsync<Facts<CreatesPastAbsolute>>(f => f.A_session_is_cut_at_its_absolute_end_when_it_is_created());

    [Fact]
    public Task A_store_that_answers_false_when_nothing_moves_is_caught() =>
        Caught.ByAsync<Facts<FalseWithoutMove>>(f => f.A_touch_never_moves_a_time_back());

    [Fact]
    public Task A_store_that_raises_the_version_is_caught() =>
        Caught.ByAsync<Facts<RaisesVersion>>(f =>
            f.A_touch_moves_the_times_and_nothing_else(), f => f.A_touch_is_no_conflict_for_an_update_that_was_on_its_way());

    [Fact]
    public Task A_store_that_takes_a_new_write_id_is_caught() =>
        Caught.ByAsync<Facts<ChangesWriteId>>(f => f.A_touch_moves_the_times_and_nothing_else());

    [Fact]
    public Task A_store_that_forgets_the_absolute_time_is_caught() =>
        Caught.ByAsync<Facts<PastAbsolute>>(
            f => f.A_touch_never_moves_the_expiry_past_the_absolute_one(),
            f => f.A_touch_after_an_update_obeys_the_new_absolute_time());

    [Fact]
    public Task A_store_that_goes_by_the_absolute_time_of_the_creation_is_caught() =>
        Caught.ByAsync<Facts<FirstAbsolute>>(f => f.A_touch_after_an_update_obeys_the_new_absolute_time());

    [Fact]
    public Task A_store_that_inserts_is_caught() =>
        Caught.ByAsync<Facts<Inserts>>(f => f.A_touch_of_an_unknown_session_answers_false_and_inserts_nothing());

    [Fact]
    public Task A_store_that_keeps_the_clock_face_instead_of_the_moment_is_caught() =>
        Caught.ByAsync<Facts<ClockFace>>(f => f.A_touch_with_an_offset_is_at_the_same_moment());

    [Fact]
    public Task A_store_that_does_nothing_is_caught() =>
        Caught.ByAsync<Facts<DoesNothing>>(
            f => f.A_touch_moves_the_times_and_nothing_else(),
            f => f.A_touch_of_an_unknown_session_answers_false_and_inserts_nothing());

    private sealed class Facts<TStore> : TouchConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    private abstract class Touches : ReferenceStore
    {
        public sealed override ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (Data.Lock)
            {
                if (Alive(id) is not { } stored) return new(Missing(id, lastSeenAt, expiresAt));
                var touched = Touched(stored, stored with { LastSeenAt = lastSeenAt, ExpiresAt = expiresAt });
                Data.Records[id] = touched ?? stored;
                return new(touched is not null);
            }
        }

        protected abstract SessionRecord? Touched(SessionRecord stored, SessionRecord asked);

        protected virtual bool Missing(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt) => false;
    }

    private sealed class Shrinks : Touches
    {
        protected override SessionRecord Touched(SessionRecord stored, SessionRecord asked) => asked;
    }

    private sealed class EachByItself : Touches
    {
        protected override SessionRecord Touched(SessionRecord stored, SessionRecord asked) =>
            asked.KeepingLaterTimes(stored) with { LastSeenAt = asked.LastSeenAt > stored.LastSeenAt ? asked.LastSeenAt : stored.LastSeenAt };
    }

    private sealed class PassesOverTies : Touches
    {
        protected override SessionRecord Touched(SessionRecord stored, SessionRecord asked) =>
            asked.ExpiresAt == stored.ExpiresAt ? stored : asked.KeepingLaterTimes(stored);
    }

    private sealed class CutsAfterComparing : Touches
    {
        protected override SessionRecord Touched(SessionRecord stored, SessionRecord asked) =>
            (asked with { AbsoluteExpiresAt = null }).KeepingLaterTimes(stored with { AbsoluteExpiresAt = null }) is var later
                && later.ExpiresAt > stored.AbsoluteExpiresAt
                ? later with { ExpiresAt = stored.AbsoluteExpiresAt.Value, AbsoluteExpiresAt = stored.AbsoluteExpiresAt }
                : later with { AbsoluteExpiresAt = stored.AbsoluteExpiresAt };
    }

    private sealed class CreatesPastAbsolute : ReferenceStore
    {
        public override SessionRecord Cut(SessionRecord record) => record;
    }

    private sealed class FalseWithoutMove : Touches
    {
        protected override SessionRecord? Touched(SessionRecord stored, SessionRecord asked) =>
            asked.ExpiresAt > stored.ExpiresAt ? asked.KeepingLaterTimes(stored) : null;
    }

    private sealed class ClockFace : ReferenceStore
    {
        public override ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default) =>
            base.TouchAsync(id, new(lastSeenAt.DateTime, TimeSpan.Zero), new(expiresAt.DateTime, TimeSpan.Zero), cancellationToken);
    }

    private sealed class RaisesVersion : Touches
    {
        protected override SessionRecord Touched(SessionRecord stored, SessionRecord asked) =>
            asked.KeepingLaterTimes(stored) with { Version = stored.Version + 1 };
    }

    private sealed class ChangesWriteId : Touches
    {
        protected override SessionRecord Touched(SessionRecord stored, SessionRecord asked) =>
            asked.KeepingLaterTimes(stored) with { WriteId = SampleRecords.NewWriteId() };
    }

    private sealed class PastAbsolute : Touches
    {
        protected override SessionRecord Touched(SessionRecord stored, SessionRecord asked) =>
            (asked with { AbsoluteExpiresAt = null }).KeepingLaterTimes(stored) with { AbsoluteExpiresAt = stored.AbsoluteExpiresAt };
    }

    private sealed class FirstAbsolute : Touches
    {
        private readonly Dictionary<SessionId, DateTimeOffset?> _first = [];

        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            _first[record.Id] = record.AbsoluteExpiresAt;
            return base.CreateAsync(record, cancellationToken);
        }

        protected override SessionRecord Touched(SessionRecord stored, SessionRecord asked) =>
            (asked with { AbsoluteExpiresAt = _first[stored.Id] }).KeepingLaterTimes(stored) with { AbsoluteExpiresAt = stored.AbsoluteExpiresAt };
    }

    private sealed class Inserts : Touches
    {
        protected override SessionRecord Touched(SessionRecord stored, SessionRecord asked) => asked.KeepingLaterTimes(stored);

        protected override bool Missing(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt)
        {
            Data.Records[id] = SampleRecords.Anonymous(lastSeenAt) with { Id = id, ExpiresAt = expiresAt };
            return false;
        }
    }

    private sealed class DoesNothing : Touches
    {
        protected override SessionRecord Touched(SessionRecord stored, SessionRecord asked) => stored;

        protected override bool Missing(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt) => true;
    }
}
