namespace Azu.Sessions.Conformance;

/// <summary>One unreadable record never stops the others: not in a list, not in a sweep, not in a revocation.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class UnreadableListConformance<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    private static readonly SessionQuery s_alice = SessionQuery.BySubject("alice");

    /// <summary>A device list shows the other devices.</summary>
    [Fact]
    public async Task Lists_and_counts_pass_over_unreadable_sessions()
    {
        var readable = await CreatedAsync(2, _ => NewSession("alice") with { Indexes = [new("tenant", "north")] });
        await SpoiltAsync(NewSession("alice") with { Indexes = [new("tenant", "north")] });
        foreach (var query in (SessionQuery[])[SessionQuery.All, s_alice, SessionQuery.ByIndex("tenant", "north")]) await PassedOverAsync(query, 2, readable);
    }

    /// <summary>Unreadable sessions lie on every page, and the walk continues behind them.</summary>
    [Fact]
    public async Task A_walk_in_pages_goes_on_behind_unreadable_sessions()
    {
        var readable = new List<SessionRecord>();
        for (var i = 0; i < 5; i++)
        {
            await SpoiltAsync(NewSession("alice"));
            readable.Add(await CreatedAsync(NewSession("alice")));
        }
        foreach (var query in (SessionQuery[])[SessionQuery.All with { PageSize = 1 }, s_alice with { PageSize = 2 }]) await PassedOverAsync(query, 10,
            readable);
    }

    /// <summary>A list gives exactly the readable ones. A count need not read each session, so it may count the others as well.</summary>
    private async Task PassedOverAsync(SessionQuery query, int unreadable, IEnumerable<SessionRecord> readable)
    {
        var listed = await ListedAsync(query, readable);
        var count = await Index.CountAsync(query, Token);
        Assert.True(count >= listed && count <= listed + unreadable,
            $"CountAsync answered {count} for {listed} readable and at most {unreadable} unreadable sessions.");
    }

    /// <summary>Sign out everywhere misses no session: another node may read what this one cannot.</summary>
    [Fact]
    public async Task A_list_of_ids_gives_unreadable_sessions()
    {
        var readable = await CreatedAsync(NewSession("alice") with { Indexes = [new("tenant", "north")] });
        var (broken, newer) = await SpoiltAsync(NewSession("alice") with { Indexes = [new("tenant", "north")] });
        await CreatedAsync(NewSession("bob"));
        foreach (var query in (SessionQuery[])[s_alice, SessionQuery.ByIndex("tenant", "north"), s_alice with { PageSize = 1 }])
        {
            Assert.Equal(new[] { readable.Id, broken.Id, newer.Id }.Order(), (await WalkIdsAsync(query)).Order());
        }
        Assert.Equal(4, (await WalkIdsAsync(SessionQuery.All)).Count);
    }

    /// <summary>The ids are good for removing, whatever is behind them.</summary>
    [Fact]
    public async Task Every_session_of_a_subject_can_be_ended()
    {
        await CreatedAsync(3, _ => NewSession("alice"));
        await SpoiltAsync(NewSession("alice"));
        var bob = await CreatedAsync(NewSession("bob"));
        foreach (var id in await WalkIdsAsync(s_alice))
        {
            var result = await Store.RemoveAsync(id, RemoveCondition.Always, SessionEndReason.Revoked, "an administrator", Token);
            Assert.True(result.IsRemoved, $"RemoveAsync(Always) answered {result} for the session {id}, which the list had just given.");
        }
        Assert.Empty(await WalkIdsAsync(s_alice));
        await ExactlyAsync(SessionQuery.All, bob);
    }

    /// <summary>One bad record must not stop the sweep for ever. Stores that forget by themselves sweep nothing.</summary>
    [Fact]
    public async Task The_sweep_removes_unreadable_sessions_and_counts_them()
    {
        var readable = await CreatedAsync(3, _ => NewSession("alice", Rig.ShortLife));
        await SpoiltAsync(NewSession("alice", Rig.ShortLife));
        var lasting = await CreatedAsync(NewSession("alice"));
        await ShortLivesEndAsync();
        var removed = new List<SessionRecord>();
        var unreadable = 0;
        for (var sweep = 0; sweep < 5; sweep++)
        {
            var swept = await Index.RemoveExpiredAsync(2, Token);
            Assert.True(swept.Records.Count + swept.Unreadable <= 2,
                $"A sweep of at most 2 removed {swept.Records.Count} sessions and {swept.Unreadable} unreadable ones.");
            removed.AddRange(swept.Records);
            unreadable += swept.Unreadable;
        }
        if (Store.Capabilities.HasFlag(SessionCapabilities.ReportsExpiry))
        {
            Assert.Equal(readable.Select(session => session.Id).Order(), removed.Select(session => session.Id).Order());
            Assert.True(unreadable == 2, $"Two unreadable sessions were over; the sweeps counted {unreadable}.");
            Assert.Equal([lasting.Id], await WalkIdsAsync(SessionQuery.All));
        }
        await ExactlyAsync(SessionQuery.All, lasting);
    }

    /// <summary>The answer is how many records were removed.</summary>
    [Fact]
    public async Task Clear_removes_unreadable_sessions_and_counts_them()
    {
        await CreatedAsync(3, _ => NewSession("alice"));
        var (broken, newer) = await SpoiltAsync(NewSession("alice"));
        var cleared = await Index.ClearAsync(null, "an administrator", Token);
        Assert.True(cleared == 5, $"Three sessions and two unreadable ones were there; ClearAsync answered {cleared}.");
        foreach (var spoilt in (SessionRecord[])[broken, newer])
        {
            Assert.False(await Store.RemoveAsync(spoilt.Id, Token), "ClearAsync left an unreadable session behind.");
        }
        Assert.Empty(await WalkIdsAsync(SessionQuery.All));
        Assert.Empty(await WalkIdsAsync(s_alice));
    }

    private async Task<(SessionRecord Broken, SessionRecord Newer)> SpoiltAsync(SessionRecord record)
    {
        var broken = await CreatedAsync(record with { Id = SessionId.New() });
        var newer = await CreatedAsync(record with { Id = SessionId.New() });
        await Rig.SpoilAsync(broken.Id, Spoiling.Broken);
        await Rig.SpoilAsync(newer.Id, Spoiling.Newer);
        return (broken, newer);
    }
}
