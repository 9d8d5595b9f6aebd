namespace Azu.Sessions.Conformance;

/// <summary>Clear removes every session of the store, tells how far it is, and can be stopped.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class ClearConformance<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>Nothing stays behind, in no list either.</summary>
    [Fact]
    public async Task Clear_removes_every_session_and_says_how_many()
    {
        var sessions = await CreatedAsync(20, i => NewSession("alice") with { Indexes = [new("tenant", $"{i}")] });
        Assert.Equal(20, await Index.ClearAsync(null, cancellationToken: Token));
        foreach (var session in sessions) await NotFoundAsync(session.Id);
        await ExactlyAsync(SessionQuery.All);
        await ExactlyAsync(SessionQuery.BySubject("alice"));
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "3"));
    }

    /// <summary>The answer is how many records were removed, and a record whose time is over is one as long as it is there.</summary>
    [Fact]
    public async Task Clear_removes_expired_sessions_and_counts_them()
    {
        var ending = await CreatedAsync(5, _ => NewSession("alice", Rig.ShortLife));
        await CreatedAsync(4, _ => NewSession("alice"));
        await ShortLivesEndAsync();
        var cleared = await Index.ClearAsync(null, cancellationToken: Token);
        if (Store.Capabilities.HasFlag(SessionCapabilities.ReportsExpiry)) Assert.True(cleared == 9,
            $"4 sessions and 5 expired ones were there; ClearAsync answered {cleared}.");
        else Assert.InRange(cleared, 4, 9);
        foreach (var session in ending) Assert.False(await Store.RemoveAsync(session.Id, Token), "ClearAsync left an expired session behind.");
        Assert.Empty((await Index.RemoveExpiredAsync(100, Token)).Records);
    }

    /// <summary>Nothing was there.</summary>
    [Fact]
    public async Task Clearing_an_empty_store_removes_nothing() => Assert.Equal(0, await Index.ClearAsync(null, cancellationToken: Token));

    /// <summary>A cleared session is as gone as a removed one.</summary>
    [Fact]
    public async Task Nothing_revives_a_cleared_session()
    {
        var created = await CreatedAsync(NewSession("alice"));
        await Index.ClearAsync(null, cancellationToken: Token);
        Assert.Equal(UpdateOutcome.Gone, (await Store.UpdateAsync(created.Next(), created.Version, Token)).Outcome);
        Assert.False(await Store.TouchAsync(created.Id, created.LastSeenAt.AddMinutes(1), created.ExpiresAt.AddMinutes(1), Token));
        await ExactlyAsync(SessionQuery.All);
    }

    /// <summary>The store goes on working.</summary>
    [Fact]
    public async Task A_cleared_store_takes_new_sessions()
    {
        await CreatedAsync(5, _ => NewSession("alice"));
        await Index.ClearAsync(null, cancellationToken: Token);
        var fresh = await CreatedAsync(NewSession("alice"));
        await ExactlyAsync(SessionQuery.BySubject("alice"), fresh);
    }

    /// <summary>The progress grows, and ends at the number that is returned.</summary>
    [Fact]
    public async Task Clear_reports_how_many_are_gone_so_far()
    {
        await CreatedAsync(Rig.Many, _ => NewSession());
        var progress = new Reports();
        Assert.Equal(Rig.Many, await Index.ClearAsync(progress, cancellationToken: Token));
        Assert.NotEmpty(progress.Values);
        Assert.Equal(progress.Values.Order(), progress.Values);
        Assert.Equal(Rig.Many, progress.Values[^1]);
    }

    /// <summary>Stopping takes effect after the batch that is under way, and what is gone stays gone.</summary>
    [Fact]
    public async Task A_clear_that_is_cancelled_stops_after_its_batch()
    {
        await CreatedAsync(Rig.Many, _ => NewSession());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var progress = new Reports(stop.Cancel);
        var stopped = await Record.ExceptionAsync(async () => await Index.ClearAsync(progress, cancellationToken: stop.Token));
        var gone = Assert.Single(progress.Values);
        Assert.Equal(Rig.Many - gone, await Index.CountAsync(SessionQuery.All, Token));
        // It may return normally only if that one batch was all there was.
        if (stopped is not null || gone != Rig.Many) Assert.IsAssignableFrom<OperationCanceledException>(stopped);
    }

    /// <summary>Cancelled before it starts: nothing is removed.</summary>
    [Fact]
    public async Task A_clear_that_is_cancelled_beforehand_removes_nothing()
    {
        var created = await CreatedAsync(NewSession());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Index.ClearAsync(null, cancellationToken: new CancellationToken(canceled: true)));
        await ExactlyAsync(SessionQuery.All, created);
    }

    // Progress<T> reports on the thread pool, after the fact; this one at once.
    private sealed class Reports(Action? onReport = null) : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value)
        {
            Values.Add(value);
            onReport?.Invoke();
        }
    }
}
