namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenExpiryTests
{
    [Fact]
    public Task A_store_that_never_forgets_is_caught() =>
        Caught.ByAsync<Facts<NeverForgets>>(
            f => f.A_session_is_found_until_the_grace_after_its_expiry_is_over(),
            f => f.A_session_whose_grace_is_over_is_not_found(),
            f => f.An_update_of_an_expired_session_is_gone_and_revives_nothing(),
            f => f.An_update_of_an_expired_session_is_never_a_conflict(),
            f => f.A_touch_of_an_expired_session_answers_false_and_revives_nothing(),
            f => f.A_session_ends_at_its_absolute_time_however_it_is_touched(),
            f => f.An_update_whose_absolute_time_is_over_leaves_nothing_to_find(),
            f => f.A_session_that_is_created_expired_is_never_found());

    [Fact]
    public Task A_store_that_forgets_without_grace_is_caught() =>
        Caught.ByAsync<Facts<NoGrace>>(f => f.A_session_is_found_until_the_grace_after_its_expiry_is_over());

    [Fact]
    public Task A_store_that_forgets_a_tick_too_early_is_caught() =>
        Caught.ByAsync<Facts<TickEarly>>(f => f.A_session_is_found_until_the_grace_after_its_expiry_is_over());

    [Fact]
    public Task A_store_that_forgets_a_tick_too_late_is_caught() =>
        Caught.ByAsync<Facts<TickLate>>(
            f => f.A_session_whose_grace_is_over_is_not_found(),
            f => f.A_touch_of_an_expired_session_answers_false_and_revives_nothing());

    [Fact]
    public Task A_store_that_goes_by_another_clock_is_caught() =>
        Caught.ByAsync<Facts<OtherClock>>(f => f.A_session_whose_grace_is_over_is_not_found());

    [Fact]
    public Task A_store_that_hides_expired_records_only_from_find_is_caught() =>
        Caught.ByAsync<Facts<HidesFromFindOnly>>(
            f => f.An_update_of_an_expired_session_is_gone_and_revives_nothing(),
            f => f.An_update_of_an_expired_session_is_never_a_conflict(),
            f => f.A_touch_of_an_expired_session_answers_false_and_revives_nothing());

    [Fact]
    public Task A_store_whose_removal_asks_the_clock_is_caught() =>
        Caught.ByAsync<Facts<SparesTheExpired>>(f => f.An_expired_session_that_is_still_there_is_removed_and_reported());

    [Fact]
    public Task A_store_that_sets_the_end_once_is_caught() =>
        Caught.ByAsync<Facts<EndIsSetOnce>>(f => f.A_touched_session_outlives_its_first_expiry(), f => f.An_updated_session_outlives_its_first_expiry());

    [Fact]
    public Task On_a_real_clock_a_store_that_never_forgets_is_caught() =>
        Caught.ByAsync<RealFacts<RealNeverForgets>>(f => f.A_session_whose_grace_is_over_is_not_found());

    [Fact]
    public Task On_a_real_clock_a_store_that_forgets_without_grace_is_caught() =>
        Caught.ByAsync<RealFacts<RealNoGrace>>(f => f.A_session_is_found_until_the_grace_after_its_expiry_is_over());

    private sealed class Facts<TStore> : ExpiryConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    private sealed class RealFacts<TRig> : ExpiryConformance<TRig>
        where TRig : StoreUnderTest, new();

    private abstract class Real(ReferenceStore store) : StoreUnderTest(TimeProvider.System)
    {
        public override ISessionStore Store => store;

        public override ValueTask SpoilAsync(SessionId id, Spoiling how) => store.Data.SpoilAsync(id, how);

        public override TimeSpan Precision => TimeSpan.FromMilliseconds(50);

        public override TimeSpan ShortLife => TimeSpan.FromMilliseconds(300);
    }

    private sealed class RealNeverForgets() : Real(new NeverForgets());

    private sealed class RealNoGrace() : Real(new NoGrace());

    private sealed class NeverForgets : ReferenceStore
    {
        public override bool IsAlive(SessionRecord record) => true;
    }

    private sealed class NoGrace : ReferenceStore
    {
        public override bool IsAlive(SessionRecord record) => Clock.GetUtcNow() < record.ExpiresAt;
    }

    private sealed class TickEarly : ReferenceStore
    {
        public override bool IsAlive(SessionRecord record) => record.IsRetained(Clock.GetUtcNow().AddTicks(1));
    }

    private sealed class TickLate : ReferenceStore
    {
        public override bool IsAlive(SessionRecord record) => record.IsRetained(Clock.GetUtcNow().AddTicks(-1));
    }

    private sealed class OtherClock : ReferenceStore
    {
        private static readonly ManualTimeProvider s_other = new();

        public override bool IsAlive(SessionRecord record) => record.IsRetained(s_other.GetUtcNow());
    }

    private sealed class HidesFromFindOnly : ReferenceStore
    {
        public override bool IsAlive(SessionRecord record) => true;

        public override async ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
            await base.FindAsync(id, cancellationToken) is { } found && found.IsRetained(Clock.GetUtcNow()) ? found : null;
    }

    private sealed class SparesTheExpired : ReferenceStore
    {
        public override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default) =>
            Alive(id) is null ? new(RemoveResult.NotThere) : base.RemoveAsync(id, condition, reason, actor, cancellationToken);
    }

    private sealed class EndIsSetOnce : ReferenceStore
    {
        private readonly Dictionary<SessionId, SessionRecord> _first = [];

        public override SessionRecord Keep(SessionRecord record)
        {
            _first.TryAdd(record.Id, record);
            return base.Keep(record);
        }

        public override bool IsAlive(SessionRecord record) => _first[record.Id].IsRetained(Clock.GetUtcNow());
    }
}
