namespace Azu.Sessions.Conformance;

/// <summary>For stores with <see cref="SessionCapabilities.ReportsExpiry"/>: the sweep removes what is over, and hands it out once.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class ReportedExpiryConformance<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>Those whose time is over, whole, and no others.</summary>
    [Fact]
    public async Task The_sweep_returns_exactly_what_it_removed()
    {
        var ending = await CreatedAsync(5, i =>
            SampleRecords.Complete(Rig.Now) with { Subject = $"user {i}", ExpiresAt = Rig.Now + Rig.ShortLife - SessionRecord.StoreGrace });
        var lasting = await CreatedAsync(5, _ => NewSession("alice"));
        await ShortLivesEndAsync();
        var removed = (await Index.RemoveExpiredAsync(100, Token)).Records;
        Assert.Equal(ending.Select(s => s.Id).Order(), removed.Select(s => s.Id).Order());
        foreach (var session in ending) SameRecord.Assert(session, removed.Single(r => r.Id == session.Id));
        await ExactlyAsync(SessionQuery.All, lasting);
    }

    /// <summary>Each end is reported once.</summary>
    [Fact]
    public async Task A_second_sweep_returns_nothing()
    {
        await CreatedAsync(3, _ => NewSession("alice", Rig.ShortLife));
        await ShortLivesEndAsync();
        Assert.Equal(3, (await Index.RemoveExpiredAsync(100, Token)).Records.Count);
        Assert.Empty((await Index.RemoveExpiredAsync(100, Token)).Records);
    }

    /// <summary>The sweep goes by what the store returns, not by what the engine admits.</summary>
    [Fact]
    public async Task Sessions_in_their_grace_are_left()
    {
        var ended = await CreatedAsync(NewSession("alice") with { ExpiresAt = Rig.Now.AddTicks(-1) });
        Assert.Empty((await Index.RemoveExpiredAsync(100, Token)).Records);
        SameRecord.Assert(ended, await FoundAsync(ended.Id));
    }

    /// <summary>Fewer than asked for means that none is left.</summary>
    [Fact]
    public async Task The_sweep_takes_no_more_than_its_limit_at_once()
    {
        var ending = await CreatedAsync(25, _ => NewSession("alice", Rig.ShortLife));
        await ShortLivesEndAsync();
        var removed = new List<SessionRecord>();
        foreach (var expected in (int[])[10, 10, 5])
        {
            var batch = (await Index.RemoveExpiredAsync(10, Token)).Records;
            Assert.Equal(expected, batch.Count);
            removed.AddRange(batch);
        }
        Assert.Equal(ending.Select(s => s.Id).Order(), removed.Select(s => s.Id).Order());
    }

    /// <summary>What a touch or an update has saved is not swept by the old time.</summary>
    [Fact]
    public async Task Sessions_that_were_used_meanwhile_are_left()
    {
        var touched = await CreatedAsync(NewSession("alice", Rig.ShortLife));
        var updated = await CreatedAsync(NewSession("alice", Rig.ShortLife));
        await CreatedAsync(NewSession("alice", Rig.ShortLife));
        Assert.True(await Store.TouchAsync(touched.Id, touched.LastSeenAt, touched.ExpiresAt.AddHours(1), Token));
        await UpdatedAsync(updated, updated.Next() with { ExpiresAt = updated.ExpiresAt.AddHours(1) });
        await ShortLivesEndAsync();
        Assert.Single((await Index.RemoveExpiredAsync(100, Token)).Records);
        await ExactlyAsync(SessionQuery.All, touched, updated);
    }

    /// <summary>A session that was removed did not expire.</summary>
    [Fact]
    public async Task Removed_sessions_are_not_reported()
    {
        var removed = await CreatedAsync(NewSession("alice", Rig.ShortLife));
        await Store.RemoveAsync(removed.Id, Token);
        await ShortLivesEndAsync();
        Assert.Empty((await Index.RemoveExpiredAsync(100, Token)).Records);
    }

    /// <summary>Two nodes sweep at once: each end is reported by one of them.</summary>
    [Fact]
    public async Task Sweeps_at_the_same_time_report_each_session_once()
    {
        var ending = await CreatedAsync(200, _ => NewSession("alice", Rig.ShortLife));
        await ShortLivesEndAsync();
        var batches = await Together.RunAsync(4, async _ =>
        {
            var mine = new List<SessionRecord>();
            for (var none = 0; none < 3;)
            {
                var batch = (await Index.RemoveExpiredAsync(10, Token)).Records;
                mine.AddRange(batch);
                if (batch.Count == 0) none++;
            }
            return mine;
        });
        var times = batches.SelectMany(batch => batch).CountBy(session => session.Id).ToDictionary();
        var wrong = ending.Where(session => times.GetValueOrDefault(session.Id) != 1)
            .Select(session => $"{session.Id} {times.GetValueOrDefault(session.Id)} times").ToList();
        Assert.True(wrong.Count == 0,
            $"Of 4 sweeps at once, {wrong.Count} of {ending.Count} ended sessions were not reported once: {string.Join(", ", wrong)}.");
        Assert.True(times.Count == ending.Count, $"4 sweeps at once reported {times.Count} sessions, of which {ending.Count} had ended.");
    }

    /// <summary>Cancelled before it starts: nothing is removed.</summary>
    [Fact]
    public async Task A_cancelled_sweep_removes_nothing()
    {
        await CreatedAsync(NewSession("alice", Rig.ShortLife));
        await ShortLivesEndAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Index.RemoveExpiredAsync(100, new CancellationToken(canceled: true)));
        Assert.Single((await Index.RemoveExpiredAsync(100, Token)).Records);
    }
}
