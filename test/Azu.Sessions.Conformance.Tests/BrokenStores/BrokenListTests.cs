namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenListTests
{
    [Fact]
    public Task A_store_that_ignores_the_page_size_is_caught() =>
        Caught.ByAsync<Facts<IgnoresPageSize>>(f => f.A_walk_in_pages_meets_each_session_once(7));

    [Fact]
    public Task A_store_that_ends_after_a_page_is_caught() =>
        Caught.ByAsync<Facts<OnePageOnly>>(f => f.A_walk_in_pages_meets_each_session_once(10), f => f.A_walk_among_changes_meets_each_lasting_session_once());

    [Fact]
    public Task A_store_that_goes_in_a_circle_is_caught() =>
        Caught.ByAsync<Facts<GoesInACircle>>(f => f.A_walk_in_pages_meets_each_session_once(7));

    [Fact]
    public Task A_store_that_pages_by_counting_is_caught() =>
        Caught.ByAsync<Facts<PagesByCounting>>(
            f => f.Sessions_that_are_removed_behind_the_walk_do_not_disturb_it(),
            f => f.A_walk_among_changes_meets_each_lasting_session_once());

    [Fact]
    public Task A_store_that_lists_expired_sessions_is_caught() =>
        Caught.ByAsync<Facts<ListsExpired>>(f => f.Expired_sessions_are_neither_listed_nor_counted());

    [Fact]
    public Task A_store_that_counts_expired_sessions_is_caught() =>
        Caught.ByAsync<Facts<CountsExpired>>(f => f.Expired_sessions_are_neither_listed_nor_counted());

    [Fact]
    public Task A_store_that_lists_what_is_not_there_is_caught() =>
        Caught.ByAsync<Facts<ListsGhosts>>(f => f.An_empty_store_lists_nothing());

    [Fact]
    public Task A_store_that_lists_half_records_is_caught() =>
        Caught.ByAsync<Facts<ListsHalfRecords>>(f => f.A_listed_record_is_complete());

    [Fact]
    public Task A_store_that_lists_only_so_many_is_caught() =>
        Caught.ByAsync<Facts<ListsSoMany>>(f => f.Many_sessions_are_listed_and_counted());

    [Fact]
    public Task A_store_that_takes_a_bad_cursor_for_the_start_is_caught() =>
        Caught.ByAsync<Facts<TakesAnyCursor>>(f => f.A_cursor_that_is_none_is_refused(""), f => f.A_cursor_that_is_none_is_refused("not a cursor"));

    [Fact]
    public Task A_store_that_ignores_the_token_is_caught() =>
        Caught.ByAsync<Facts<IgnoresToken>>(f => f.A_cancelled_list_or_count_throws());

    private sealed class Facts<TStore> : ListConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    private sealed class IgnoresPageSize : ReferenceStore
    {
        public override ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            base.ListAsync(query with { PageSize = 10_000 }, cursor, cancellationToken);
    }

    private sealed class OnePageOnly : ReferenceStore
    {
        public override async ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            (await base.ListAsync(query, cursor, cancellationToken)) with { NextCursor = null };
    }

    private sealed class GoesInACircle : ReferenceStore
    {
        public override async ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            var page = await base.ListAsync(query, cursor, cancellationToken);
            return page with { NextCursor = page.NextCursor ?? (await base.ListAsync(query, null, cancellationToken)).NextCursor };
        }
    }

    private sealed class PagesByCounting : ReferenceStore
    {
        public override async ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            var skip = cursor is null ? 0 : int.Parse(cursor);
            var all = (await base.ListAsync(query with { PageSize = 10_000 }, null, cancellationToken)).Records;
            var next = skip + query.PageSize;
            return new([.. all.Skip(skip).Take(query.PageSize)], next < all.Count ? $"{next}" : null);
        }
    }

    private sealed class ListsExpired : ReferenceStore
    {
        public override async ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            var page = await base.ListAsync(query, cursor, cancellationToken);
            lock (Data.Lock) return page with
            {
                Records = [.. page.Records,
                .. Data.Records.Values.Where(record => !IsAlive(record)).Take(query.PageSize - page.Records.Count)]
            };
        }
    }

    private sealed class CountsExpired : ReferenceStore
    {
        public override ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return new(Data.Records.Values.Count(record => IsMeant(record, query)));
        }
    }

    private sealed class ListsGhosts : ReferenceStore
    {
        public override ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            new(new SessionPage([SampleRecords.Anonymous(Clock.GetUtcNow())], null));
    }

    private sealed class ListsHalfRecords : ReferenceStore
    {
        public override async ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            var page = await base.ListAsync(query, cursor, cancellationToken);
            return page with { Records = [.. page.Records.Select(record => record with { Payload = default })] };
        }
    }

    private sealed class ListsSoMany : ReferenceStore
    {
        public override bool IsMeant(SessionRecord record, SessionQuery query) => Data.Records.Keys.Take(Batch).Contains(record.Id);
    }

    private sealed class TakesAnyCursor : ReferenceStore
    {
        public override ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            base.ListAsync(query, cursor?.Contains('-', StringComparison.Ordinal) == true ? cursor : null, cancellationToken);
    }

    private sealed class IgnoresToken : ReferenceStore
    {
        public override ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            base.ListAsync(query, cursor, CancellationToken.None);
    }
}
