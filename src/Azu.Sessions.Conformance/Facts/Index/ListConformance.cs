namespace Azu.Sessions.Conformance;

/// <summary>A list is a walk in pages, that meets each session once.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class ListConformance<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>Nothing is there.</summary>
    [Fact]
    public Task An_empty_store_lists_nothing() => ExactlyAsync(SessionQuery.All);

    /// <summary>Records in lists are as whole as those that are found by id.</summary>
    [Fact]
    public async Task A_listed_record_is_complete()
    {
        var created = await CreatedAsync(SampleRecords.Complete(Rig.Now));
        SameRecord.Assert(created, Assert.Single(await WalkAsync(SessionQuery.All)));
        SameRecord.Assert(created, Assert.Single(await WalkAsync(SessionQuery.BySubject("alice"))));
        SameRecord.Assert(created, Assert.Single(await WalkAsync(SessionQuery.ByIndex("role", "editor"))));
    }

    /// <summary>Whatever the size of a page, also where the last page is exactly full.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(10_000)]
    public async Task A_walk_in_pages_meets_each_session_once(int pageSize)
    {
        var sessions = await CreatedAsync(30, i => NewSession($"user {i % 2}"));
        await ExactlyAsync(SessionQuery.All with { PageSize = pageSize }, sessions);
        await ExactlyAsync(SessionQuery.BySubject("user 1") with { PageSize = pageSize }, sessions.Where(s => s.Subject == "user 1"));
    }

    /// <summary>More than one batch of the store.</summary>
    [Fact]
    public async Task Many_sessions_are_listed_and_counted()
    {
        var sessions = await CreatedAsync(Rig.Many, _ => NewSession());
        await ExactlyAsync(SessionQuery.All, sessions);
    }

    /// <summary>The walk goes on although what stood at its cursor is gone.</summary>
    [Fact]
    public async Task Sessions_that_are_removed_behind_the_walk_do_not_disturb_it()
    {
        var sessions = await CreatedAsync(30, _ => NewSession());
        var met = await WalkAsync(SessionQuery.All with { PageSize = 4 }, async page =>
        {
            foreach (var record in page.Records) await Store.RemoveAsync(record.Id, Token);
        });
        Assert.Equal(sessions.Select(s => s.Id).Order(), met.Select(s => s.Id).Order());
        await ExactlyAsync(SessionQuery.All);
    }

    /// <summary>A session that lives through the whole walk appears exactly once, whatever happens beside it.</summary>
    [Fact]
    public async Task A_walk_among_changes_meets_each_lasting_session_once()
    {
        var lasting = await CreatedAsync(40, _ => NewSession("alice"));
        var passing = new Queue<SessionRecord>(await CreatedAsync(20, _ => NewSession("alice")));
        var turn = 0;
        foreach (var query in (SessionQuery[])[SessionQuery.All, SessionQuery.BySubject("alice")])
        {
            var met = await WalkAsync(query with { PageSize = 5 }, async _ =>
            {
                await Store.RemoveAsync(passing.Dequeue().Id, Token);
                passing.Enqueue(await CreatedAsync(NewSession("alice")));
                foreach (var record in lasting)
                {
                    var current = await FoundAsync(record.Id);
                    if (turn++ % 2 == 0) await UpdatedAsync(current, current.Next());
                    else await Store.TouchAsync(record.Id, current.LastSeenAt.AddSeconds(1), current.ExpiresAt.AddSeconds(1), Token);
                }
            });
            var times = met.GroupBy(record => record.Id).ToDictionary(group => group.Key, group => group.Count());
            Assert.All(lasting, record => Assert.Equal(1, times.GetValueOrDefault(record.Id)));
        }
    }

    /// <summary>Expired sessions are in no list and in no count, whether or not they are physically gone.</summary>
    [Fact]
    public async Task Expired_sessions_are_neither_listed_nor_counted()
    {
        await CreatedAsync(5, _ => NewSession("alice", Rig.ShortLife) with { Indexes = [new("tenant", "north")] });
        var lasting = await CreatedAsync(5, _ => NewSession("alice") with { Indexes = [new("tenant", "north")] });
        await ShortLivesEndAsync();
        await ExactlyAsync(SessionQuery.All with { PageSize = 2 }, lasting);
        await ExactlyAsync(SessionQuery.BySubject("alice") with { PageSize = 2 }, lasting);
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "north") with { PageSize = 2 }, lasting);
    }

    /// <summary>A cursor comes back from outside, in the address of a page.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("not a cursor")]
    [InlineData("-1")]
    [InlineData("%00")]
    [InlineData("\0")]
    [InlineData("';--")]
    [InlineData("\U0001F36A")]
    [InlineData("99999999999999999999999999999999999999999")]
    public async Task A_cursor_that_is_none_is_refused(string cursor)
    {
        await CreatedAsync(3, _ => NewSession("alice"));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Index.ListAsync(SessionQuery.All, cursor, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Index.ListAsync(SessionQuery.BySubject("alice"), cursor, Token));
    }

    /// <summary>Cancelled before it starts: throws.</summary>
    [Fact]
    public async Task A_cancelled_list_or_count_throws()
    {
        await CreatedAsync(NewSession());
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Index.ListAsync(SessionQuery.All, null, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Index.CountAsync(SessionQuery.All, cancelled));
    }
}
