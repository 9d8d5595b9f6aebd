namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenSweepTests
{
    [Fact]
    public Task A_store_that_sweeps_the_living_is_caught() =>
        Caught.ByAsync<Facts<SweepsEverything>>(
            f => f.The_sweep_returns_exactly_what_it_removed(),
            f => f.Sessions_in_their_grace_are_left(),
            f => f.Sessions_that_were_used_meanwhile_are_left());

    [Fact]
    public Task A_store_that_sweeps_without_grace_is_caught() =>
        Caught.ByAsync<Facts<SweepsWithoutGrace>>(f => f.Sessions_in_their_grace_are_left());

    [Fact]
    public Task A_store_that_sweeps_by_the_first_expiry_is_caught() =>
        Caught.ByAsync<Facts<SweepsByFirstExpiry>>(f => f.Sessions_that_were_used_meanwhile_are_left());

    [Fact]
    public Task A_store_that_reports_and_keeps_is_caught() =>
        Caught.ByAsync<Facts<ReportsAndKeeps>>(f => f.A_second_sweep_returns_nothing(), f => f.The_sweep_takes_no_more_than_its_limit_at_once());

    [Fact]
    public Task A_store_that_ignores_the_limit_is_caught() =>
        Caught.ByAsync<Facts<IgnoresLimit>>(f => f.The_sweep_takes_no_more_than_its_limit_at_once());

    [Fact]
    public Task A_store_that_reports_nothing_is_caught() =>
        Caught.ByAsync<Facts<ReportsNothing>>(f => f.The_sweep_returns_exactly_what_it_removed(), f => f.Sweeps_at_the_same_time_report_each_session_once());

    [Fact]
    public Task A_store_that_reports_half_records_is_caught() =>
        Caught.ByAsync<Facts<ReportsHalfRecords>>(f => f.The_sweep_returns_exactly_what_it_removed());

    [Fact]
    public Task A_store_that_reports_the_removed_is_caught() =>
        Caught.ByAsync<Facts<ReportsRemoved>>(f => f.Removed_sessions_are_not_reported());

    [Fact]
    public Task A_store_whose_sweeps_overlap_is_caught() =>
        Caught.ByAsync<Facts<SweepsWithoutLock>>(f => f.Sweeps_at_the_same_time_report_each_session_once());

    [Fact]
    public Task A_store_that_ignores_the_token_is_caught() =>
        Caught.ByAsync<Facts<IgnoresToken>>(f => f.A_cancelled_sweep_removes_nothing());

    [Fact]
    public Task A_silent_store_that_reports_is_caught() =>
        Caught.ByAsync<SilentFacts<ReferenceStore>>(f => f.The_sweep_returns_nothing_and_leaves_the_living());

    private sealed class Facts<TStore> : ReportedExpiryConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    private sealed class SilentFacts<TStore> : SilentExpiryConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    // Sweeps whatever the derived store takes for expired.
    private abstract class Sweeps : ReferenceStore
    {
        public override ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                List<SessionRecord> swept = [.. Data.Records.Values.Where(IsOver).Take(limit)];
                foreach (var record in swept) Data.Records.Remove(record.Id);
                return new(new ExpiredSessions(swept, 0, swept.Count == limit));
            }
        }

        protected abstract bool IsOver(SessionRecord record);
    }

    private sealed class SweepsEverything : Sweeps
    {
        protected override bool IsOver(SessionRecord record) => true;
    }

    private sealed class SweepsWithoutGrace : Sweeps
    {
        protected override bool IsOver(SessionRecord record) => record.ExpiresAt <= Clock.GetUtcNow();
    }

    private sealed class SweepsByFirstExpiry : Sweeps
    {
        private readonly Dictionary<SessionId, SessionRecord> _first = [];

        public override SessionRecord Keep(SessionRecord record)
        {
            _first.TryAdd(record.Id, record);
            return base.Keep(record);
        }

        protected override bool IsOver(SessionRecord record) => !IsAlive(_first[record.Id]);
    }

    private sealed class ReportsAndKeeps : ReferenceStore
    {
        public override ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return new(new ExpiredSessions([.. Data.Records.Values.Where(record => !IsAlive(record)).Take(limit)], 0, false));
        }
    }

    private sealed class IgnoresLimit : ReferenceStore
    {
        public override ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) =>
            base.RemoveExpiredAsync(int.MaxValue, cancellationToken);
    }

    private sealed class ReportsNothing : ReferenceStore
    {
        public override async ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
        {
            await base.RemoveExpiredAsync(limit, cancellationToken);
            return ExpiredSessions.None;
        }
    }

    private sealed class ReportsHalfRecords : ReferenceStore
    {
        public override async ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
        {
            var expired = await base.RemoveExpiredAsync(limit, cancellationToken);
            return expired with { Records = [.. expired.Records.Select(record => record with { Payload = default })] };
        }
    }

    private sealed class ReportsRemoved : ReferenceStore
    {
        private readonly List<SessionRecord> _created = [];

        public override SessionRecord Keep(SessionRecord record)
        {
            _created.Add(record);
            return base.Keep(record);
        }

        public override ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) =>
            new(new ExpiredSessions([.. _created.Where(record => !IsAlive(record)).Take(limit)], 0, false));
    }

    private sealed class IgnoresToken : ReferenceStore
    {
        public override ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) =>
            base.RemoveExpiredAsync(limit, CancellationToken.None);
    }
}
