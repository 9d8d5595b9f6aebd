using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>Redis forgets by itself: what the conformance kit, whose clock is not Redis', cannot see.</summary>
[Trait("Requirement", "R-70")]
public sealed class ExpiryInRedisTests
{
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_key_lives_as_long_as_its_session_and_the_grace()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var record = SampleRecords.Anonymous(_now);
        await store.CreateAsync(record);
        await LivesUntilAsync(redis, record.Id, record.ExpiresAt);

        await store.TouchAsync(record.Id, _now, record.ExpiresAt.AddMinutes(10));
        await LivesUntilAsync(redis, record.Id, record.ExpiresAt.AddMinutes(10));

        await store.UpdateAsync(record.Next() with { ExpiresAt = record.ExpiresAt.AddMinutes(20) }, 1);
        await LivesUntilAsync(redis, record.Id, record.ExpiresAt.AddMinutes(20));
    }

    [Fact]
    public async Task An_update_with_an_earlier_expiry_shortens_no_life()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var record = SampleRecords.Anonymous(_now);
        await store.CreateAsync(record);
        await store.UpdateAsync(record.Next() with { ExpiresAt = _now.AddMinutes(1) }, 1);
        await LivesUntilAsync(redis, record.Id, record.ExpiresAt);
    }

    [Fact]
    public async Task A_session_without_an_end_is_kept_for_as_long_as_there_is_a_calendar()
    {
        await using var redis = await OwnServer.StartAsync();
        var record = SampleRecords.Anonymous(_now) with { ExpiresAt = DateTimeOffset.MaxValue, AbsoluteExpiresAt = null };
        await redis.Store().CreateAsync(record);
        await LivesUntilAsync(redis, record.Id, DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task When_sessions_are_over_only_their_lists_are_left_for_the_hour_by_which_clocks_may_differ()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var end = TimeProvider.System.GetUtcNow() - SessionRecord.StoreGrace + TimeSpan.FromMilliseconds(700);
        for (var i = 0; i < 50; i++)
        {
            await store.CreateAsync(SampleRecords.SignedIn(_now, $"user {i % 7}") with
            {
                ExpiresAt = end,
                AbsoluteExpiresAt = end,
                Indexes = [new("tenant", "north")]
            });
        }
        Assert.NotEmpty(await redis.KeysAsync());
        await Eventually.HoldsAsync(async () => (long)(await redis.Server.AskAsync("DBSIZE"))! == 8);
        foreach (var list in await redis.KeysAsync()) Assert.InRange((long)(await redis.Server.AskAsync("PTTL", list))!, 1,
            (long)TimeSpan.FromHours(1).TotalMilliseconds);
    }

    private static async Task LivesUntilAsync(OwnServer redis, SessionId id, DateTimeOffset expiresAt)
    {
        var left = TimeSpan.FromMilliseconds((long)(await redis.Server.AskAsync("PTTL", $"s:{id}"))!);
        var expected = expiresAt - TimeProvider.System.GetUtcNow() + SessionRecord.StoreGrace;
        Assert.InRange(left, expected - s_slack, expected + s_slack);
    }
}
