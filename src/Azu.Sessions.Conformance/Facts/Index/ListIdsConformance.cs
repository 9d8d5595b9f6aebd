namespace Azu.Sessions.Conformance;

/// <summary>The walk for revocation: exactly the sessions that the query means, and those that only this node takes for expired.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class ListIdsConformance<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>All, those of a subject, and those with a value.</summary>
    [Fact]
    public async Task A_list_of_ids_means_what_its_query_says()
    {
        var alice = await CreatedAsync(3, _ => NewSession("alice") with { Indexes = [new("tenant", "north")] });
        var bob = await CreatedAsync(2, _ => NewSession("bob") with { Indexes = [new("tenant", "south"), new("role", "north")] });
        var anonymous = await CreatedAsync(NewSession());
        await ExactlyIdsAsync(SessionQuery.BySubject("alice"), alice);
        await ExactlyIdsAsync(SessionQuery.BySubject("ALICE"));
        await ExactlyIdsAsync(SessionQuery.BySubject(""));
        await ExactlyIdsAsync(SessionQuery.ByIndex("tenant", "north"), alice);
        await ExactlyIdsAsync(SessionQuery.ByIndex("role", "north"), bob);
        await ExactlyIdsAsync(SessionQuery.All, [.. alice, .. bob, anonymous]);
    }

    /// <summary>Pages of every size, each id once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(25)]
    [InlineData(26)]
    public async Task A_walk_in_pages_gives_each_id_once(int pageSize)
    {
        var sessions = await CreatedAsync(25, _ => NewSession("alice"));
        await ExactlyIdsAsync(SessionQuery.All with { PageSize = pageSize }, sessions);
        await ExactlyIdsAsync(SessionQuery.BySubject("alice") with { PageSize = pageSize }, sessions);
    }

    /// <summary>Revocation removes each page before it asks for the next.</summary>
    [Fact]
    public async Task Sessions_that_are_removed_page_by_page_do_not_disturb_the_walk()
    {
        var sessions = await CreatedAsync(Rig.Many, _ => NewSession("alice"));
        var met = await WalkIdsAsync(SessionQuery.BySubject("alice") with { PageSize = 100 }, async page =>
        {
            foreach (var id in page.Ids) Assert.True(await Store.RemoveAsync(id, Token), $"The list gave the session {id}, and RemoveAsync did not find it.");
        });
        Assert.Equal(sessions.Select(session => session.Id).Order(), met.Order());
        await ExactlyAsync(SessionQuery.All);
    }

    /// <summary>A session that changed hands is its new subject's.</summary>
    [Fact]
    public async Task A_session_that_moved_is_in_the_list_of_its_new_subject_alone()
    {
        var created = await CreatedAsync(NewSession("alice") with { Indexes = [new("tenant", "north")] });
        var moved = await UpdatedAsync(created, created.Next() with { Subject = "bob", Indexes = [new("tenant", "south")] });
        await ExactlyIdsAsync(SessionQuery.BySubject("alice"));
        await ExactlyIdsAsync(SessionQuery.ByIndex("tenant", "north"));
        await ExactlyIdsAsync(SessionQuery.BySubject("bob"), moved);
        await ExactlyIdsAsync(SessionQuery.ByIndex("tenant", "south"), moved);
        Assert.True(await Store.RemoveAsync(moved.Id, Token));
        await ExactlyIdsAsync(SessionQuery.BySubject("bob"));
        await ExactlyIdsAsync(SessionQuery.All);
    }

    /// <summary>Another node may admit it, so revocation must reach it. A store that forgets by itself may have forgotten it.</summary>
    [Fact]
    public async Task A_session_that_this_node_takes_for_expired_is_given_while_it_is_there()
    {
        var ending = await CreatedAsync(NewSession("alice", Rig.ShortLife) with { Indexes = [new("tenant", "north")] });
        var lasting = await CreatedAsync(NewSession("alice") with { Indexes = [new("tenant", "north")] });
        await ShortLivesEndAsync();
        foreach (var query in (SessionQuery[])[SessionQuery.All, SessionQuery.BySubject("alice"), SessionQuery.ByIndex("tenant", "north")])
        {
            var met = await WalkIdsAsync(query);
            Assert.Contains(lasting.Id, met);
            Assert.True(met.Contains(ending.Id) || !Store.Capabilities.HasFlag(SessionCapabilities.ReportsExpiry),
                "A store that keeps expired records left one out of the list for revocation, although another node's clock may still admit it.");
        }
    }

    /// <summary>Its cursors are its own.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("not a cursor")]
    public Task A_cursor_that_is_none_is_refused(string cursor) =>
        Assert.ThrowsAnyAsync<ArgumentException>(async () => await Index.ListIdsAsync(SessionQuery.All, cursor, Token));

    /// <summary>Cancelled before it starts.</summary>
    [Fact]
    public Task A_cancelled_list_of_ids_throws() =>
        Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Index.ListIdsAsync(SessionQuery.All, null, new CancellationToken(canceled: true)));

    private async Task ExactlyIdsAsync(SessionQuery query, params IEnumerable<SessionRecord> expected) =>
        Assert.Equal(expected.Select(record => record.Id).Order(), (await WalkIdsAsync(query)).Order());
}
