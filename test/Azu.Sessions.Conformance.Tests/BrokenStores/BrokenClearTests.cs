namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenClearTests
{
    [Fact]
    public Task A_store_that_clears_one_batch_is_caught() =>
        Caught.ByAsync<Facts<OneBatch>>(f => f.Clear_reports_how_many_are_gone_so_far());

    [Fact]
    public Task A_store_that_clears_nothing_is_caught() =>
        Caught.ByAsync<Facts<ClearsNothing>>(
            f => f.Clear_removes_every_session_and_says_how_many(),
            f => f.Nothing_revives_a_cleared_session(),
            f => f.A_cleared_store_takes_new_sessions(),
            f => f.Clearing_an_empty_store_removes_nothing());

    [Fact]
    public Task A_store_that_takes_nothing_after_a_clear_is_caught() =>
        Caught.ByAsync<Facts<ClosedAfterClear>>(f => f.A_cleared_store_takes_new_sessions());

    [Fact]
    public Task A_store_that_reports_no_progress_is_caught() =>
        Caught.ByAsync<Facts<NoProgress>>(f => f.Clear_reports_how_many_are_gone_so_far(), f => f.A_clear_that_is_cancelled_stops_after_its_batch());

    [Fact]
    public Task A_store_that_reports_each_batch_by_itself_is_caught() =>
        Caught.ByAsync<Facts<ReportsBatches>>(f => f.Clear_reports_how_many_are_gone_so_far());

    [Fact]
    public Task A_store_that_cannot_be_stopped_is_caught() =>
        Caught.ByAsync<Facts<Unstoppable>>(
            f => f.A_clear_that_is_cancelled_stops_after_its_batch(),
            f => f.A_clear_that_is_cancelled_beforehand_removes_nothing());

    private sealed class Facts<TStore> : ClearConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    private sealed class OneBatch : ReferenceStore
    {
        public override ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
        {
            var batch = Data.Records.Keys.Take(Batch).ToList();
            foreach (var id in batch) Data.Records.Remove(id);
            progress?.Report(batch.Count);
            return new(batch.Count);
        }
    }

    private sealed class ClearsNothing : ReferenceStore
    {
        public override ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default) =>
            new(20);
    }

    private sealed class ClosedAfterClear : ReferenceStore
    {
        private bool _cleared;

        public override ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
        {
            _cleared = true;
            return base.ClearAsync(progress, actor, cancellationToken);
        }

        public override bool IsAlive(SessionRecord record) => !_cleared && base.IsAlive(record);
    }

    private sealed class NoProgress : ReferenceStore
    {
        public override ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default) =>
            base.ClearAsync(null, actor, cancellationToken);
    }

    private sealed class ReportsBatches : ReferenceStore
    {
        public override ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default) =>
            base.ClearAsync(new EachBatch(progress), actor, cancellationToken);

        private sealed class EachBatch(IProgress<long>? progress) : IProgress<long>
        {
            private long _last;

            public void Report(long value)
            {
                progress?.Report(value - _last);
                _last = value;
            }
        }
    }

    private sealed class Unstoppable : ReferenceStore
    {
        public override ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default) =>
            base.ClearAsync(progress, actor, CancellationToken.None);
    }
}
