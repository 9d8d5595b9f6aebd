namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenIndexRaceTests
{
    [Fact]
    public Task A_store_that_pages_by_counting_is_caught() =>
        Caught.ByAsync<Facts<PagesByCounting>>(f => f.A_walk_during_churn_meets_each_lasting_session_once());

    [Fact]
    public Task A_store_whose_entries_come_later_is_caught() =>
        Caught.ByAsync<Facts<EntersLater>>(f => f.A_confirmed_sign_in_is_in_the_list_of_its_subject());

    [Fact]
    public Task A_store_that_enters_losers_is_caught() =>
        Caught.ByAsync<Facts<EntersLosers>>(f => f.Writers_that_move_one_session_leave_it_in_one_list());

    [Fact]
    public Task A_store_whose_clear_skips_what_is_written_is_caught() =>
        Caught.ByAsync<Facts<ClearSkipsWritten>>(f => f.A_clear_beside_writers_revives_nothing());

    private sealed class Facts<TStore> : IndexRaces<Reference<TStore>>
        where TStore : ReferenceStore, new();

    // Those last written come last, and a page is so many further on: every write moves the others.
    private sealed class PagesByCounting : ReferenceStore
    {
        public override async ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            var skip = cursor is null ? 0 : int.Parse(cursor);
            var writes = Writes();
            while (skip > 0 && Writes() < writes + 5) await Task.Yield();
            List<SessionRecord> all;
            lock (Data.Lock) all = [.. Data.Records.Values.Where(record => IsMeant(record, query)).OrderBy(record => record.Version)
                .ThenBy(record => record.Id)];
            var next = skip + query.PageSize;
            return new([.. all.Skip(skip).Take(query.PageSize)], next < all.Count ? $"{next}" : null);
        }

        private long Writes()
        {
            lock (Data.Lock) return Data.Records.Values.Sum(record => record.Version - 1);
        }
    }

    private sealed class EntersLater : ReferenceStore
    {
        private readonly HashSet<SessionId> _entered = [];

        public override bool IsMeant(SessionRecord record, SessionQuery query) => base.IsMeant(record, query) && !_entered.Add(record.Id);
    }

    private sealed class EntersLosers : ReferenceStore
    {
        private readonly HashSet<(SessionId, string?)> _entered = [];

        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) _entered.Add((record.Id, record.Subject));
            return base.UpdateAsync(record, expectedVersion, cancellationToken);
        }

        public override bool IsMeant(SessionRecord record, SessionQuery query) => _entered.Contains((record.Id, query.Subject));
    }

    // Clears what it has seen, unless somebody has written it since.
    private sealed class ClearSkipsWritten : ReferenceStore
    {
        public override async ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
        {
            while (!HasWritten()) await Task.Yield();
            lock (Data.Lock) return Data.Records.Values.Where(record => record.Version == 1).ToList().Count(record => Data.Records.Remove(record.Id));
        }

        private bool HasWritten()
        {
            lock (Data.Lock) return Data.Records.Values.Any(record => record.Version > 1);
        }
    }
}
