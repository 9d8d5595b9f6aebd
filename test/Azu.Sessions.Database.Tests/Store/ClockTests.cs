namespace Azu.Sessions.Database.Tests;

/// <summary>A removal asks no clock, so a node whose clock is ahead ends a session for all.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan s_ahead = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_that_takes_a_session_for_expired_still_ends_it_for_the_others(bool bySubject)
    {
        var (slowClock, fastClock) = (new ManualTimeProvider(), new ManualTimeProvider());
        fastClock.Advance(slowClock.GetUtcNow() + s_ahead - fastClock.GetUtcNow());
        await using var slow = await PostgresNode.StartAsync(time: slowClock);
        await using var fast = await PostgresNode.StartAsync(time: fastClock, schema: slow.Schema);
        // Over for the fast node, grace included, and alive for the slow one.
        var session = await slow.CreatedAsync(SampleRecords.SignedIn(slowClock.GetUtcNow(), "alice") with { ExpiresAt = slowClock.GetUtcNow().AddSeconds(5) });
        Assert.NotNull(await slow.Store.FindAsync(session.Id, Token));
        Assert.Null(await fast.Store.FindAsync(session.Id, Token));
        Assert.Empty((await fast.Store.ListAsync(SessionQuery.BySubject("alice"), null, Token)).Records);

        var id = bySubject ? Assert.Single((await fast.Store.ListIdsAsync(SessionQuery.BySubject("alice"), null, Token)).Ids) : session.Id;
        var removed = await fast.Store.RemoveAsync(id, RemoveCondition.Always, SessionEndReason.Revoked, "root", Token);
        Assert.True(removed.IsRemoved);
        SameRecord.Assert(session, removed.Record);
        Assert.Null(await slow.Store.FindAsync(session.Id, Token));
    }
}
