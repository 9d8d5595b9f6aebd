using static Azu.Sessions.Tests.MemoryStoreFixture;

namespace Azu.Sessions.Tests;

public sealed class MemoryStoreSweepTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sweep_returns_each_expired_session_once_in_portions_and_leaves_the_live_ones()
    {
        var at = new MemoryStoreFixture();
        var expired = new HashSet<SessionId>();
        for (var i = 0; i < 1_000; i++) expired.Add((await at.CreateAsync(i % 2 == 0 ? "alice" : null)).Id);
        at.Clock.Advance(UntilGone);
        var live = await at.CreateAsync("alice");

        var swept = new List<SessionId>();
        ExpiredSessions portion;
        do
        {
            portion = await at.Store.RemoveExpiredAsync(64, Cancellation);
            Assert.InRange(portion.Records.Count, 0, 64);
            swept.AddRange(portion.Records.Select(r => r.Id));
        }
        while (portion.HasMore);

        Assert.Equal(1_000, swept.Count);
        Assert.Equal(expired, swept.ToHashSet());
        Assert.Equal(1, at.Store.SessionsHeld);
        Assert.Equal([live.Id], await at.ListAsync(SessionQuery.BySubject("alice")));
    }

    [Fact]
    public async Task A_session_is_swept_when_the_store_stops_returning_it_and_not_a_tick_before()
    {
        var at = new MemoryStoreFixture();
        var record = await at.CreateAsync();
        at.Clock.Advance(UntilGone - TimeSpan.FromTicks(1));

        Assert.Empty((await at.Store.RemoveExpiredAsync(10, Cancellation)).Records);
        Assert.True(await at.HasAsync(record));

        at.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(await at.HasAsync(record));
        Assert.Equal(record.Id, Assert.Single((await at.Store.RemoveExpiredAsync(10, Cancellation)).Records).Id);
    }

    [Fact]
    public async Task A_touched_session_outlives_the_sweep_and_is_swept_later()
    {
        var at = new MemoryStoreFixture();
        var record = await at.CreateAsync();
        at.Clock.Advance(IdleTimeout);
        await at.Store.TouchAsync(record.Id, at.Now, at.Now + IdleTimeout, Cancellation);
        at.Clock.Advance(IdleTimeout);

        Assert.Empty((await at.Store.RemoveExpiredAsync(10, Cancellation)).Records);
        Assert.True(await at.HasAsync(record));

        at.Clock.Advance(SessionRecord.StoreGrace);
        Assert.Single((await at.Store.RemoveExpiredAsync(10, Cancellation)).Records);
    }

    [Fact]
    public async Task A_session_that_an_update_made_shorter_is_swept_at_its_new_end()
    {
        var at = new MemoryStoreFixture();
        var record = await at.CreateAsync();
        Assert.Empty((await at.Store.RemoveExpiredAsync(10, Cancellation)).Records);
        var end = at.Now + TimeSpan.FromMinutes(1);
        await at.Store.UpdateAsync(record.Next() with { ExpiresAt = end, AbsoluteExpiresAt = end }, 1, Cancellation);

        at.Clock.Advance(TimeSpan.FromMinutes(1) + SessionRecord.StoreGrace);

        Assert.Equal(0, await at.Store.CountAsync(SessionQuery.All, Cancellation));
        Assert.Single((await at.Store.RemoveExpiredAsync(10, Cancellation)).Records);
    }

    [Fact]
    public async Task What_has_expired_counts_no_more_before_it_is_swept()
    {
        var at = new MemoryStoreFixture();
        for (var i = 0; i < 50; i++) await at.CreateAsync("alice");
        at.Clock.Advance(UntilGone);
        for (var i = 0; i < 7; i++) await at.CreateAsync("alice");

        Assert.Equal(7, await at.Store.CountAsync(SessionQuery.All, Cancellation));
        Assert.Equal(7, await at.Store.CountAsync(SessionQuery.BySubject("alice"), Cancellation));
        Assert.Equal(7, (await at.ListAsync(SessionQuery.All)).Count);
    }

    [Fact]
    public async Task The_keys_of_swept_sessions_go_too()
    {
        var at = new MemoryStoreFixture();
        for (var i = 0; i < 100; i++)
        {
            var record = at.Record($"user {i}") with { Indexes = [new("tenant", $"tenant {i}"), new("tenant", $"tenant {i}")] };
            await at.Store.CreateAsync(record, Cancellation);
        }
        Assert.Equal(200, at.Store.KeysHeld);
        at.Clock.Advance(UntilGone);

        Assert.Equal(100, (await at.Store.RemoveExpiredAsync(1_000, Cancellation)).Records.Count);

        Assert.Equal(0, at.Store.KeysHeld);
    }
}
