using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>Questions about many sessions, without their payloads.</summary>
public sealed class PresenceTests
{
    private readonly ManualTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Those_that_have_ended_or_changed_hands_are_told_and_no_payload_is_read()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store(clock: _clock);
        var now = _clock.GetUtcNow();
        var (alice, alicia, anonymous, shortLived, newer) = (SampleRecords.SignedIn(now, "alice"), SampleRecords.SignedIn(now, "alicia"),
            SampleRecords.Anonymous(now),
            SampleRecords.Anonymous(now) with { ExpiresAt = now.AddMinutes(1) }, SampleRecords.Anonymous(now));
        foreach (var record in (SessionRecord[])[alice, alicia, anonymous, shortLived]) await store.CreateAsync(record);
        await redis.Multiplexer.GetDatabase().StringSetAsync($"s:{newer.Id}", SpoiltRecord.Of(SessionRecordFormat.Pack(newer), Spoiling.Newer));
        _clock.Advance(TimeSpan.FromMinutes(2));
        await redis.Server.AskAsync("CONFIG", "RESETSTAT");

        SessionPresence[] ended = [new(alicia.Id, "alice"), new(alice.Id, "alicia"), new(anonymous.Id, "alice"), new(alice.Id, ""), new(shortLived.Id, null),
            new(SessionId.New(), null)];
        SessionPresence[] there = [new(alice.Id, "alice"), new(alice.Id, null), new(alicia.Id, "alicia"), new(anonymous.Id, null)];
        Assert.Equal(ended.Select(e => e.Id), await store.FindEndedAsync([.. ended, .. there]));
        Assert.False((await redis.Server.CommandsAsync()).ContainsKey("get"));
        Assert.Empty(await store.FindEndedAsync([new(newer.Id, null)]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0)]
    [InlineData(3_000, 6_000)]
    public async Task An_estimate_is_near_the_count_whatever_else_is_in_Redis(int sessions, int others)
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(_ => store.CreateAsync(SampleRecords.Anonymous(_clock.GetUtcNow())).AsTask()));
        await redis.Server.AskAsync("EVAL", "for i = 1, ARGV[1] do redis.call('SET', 'other' .. i, '') end", "0", $"{others}");
        var estimate = (await store.EstimateCountAsync())!.Value;
        Assert.Equal(TimeSpan.Zero, estimate.Age);
        Assert.InRange(estimate.Count, sessions - sessions / 4, sessions + sessions / 4);
    }

    [Fact]
    public async Task The_longest_lag_is_that_of_the_nodes_that_are_noted_now()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        Assert.Null(await store.FindLongestLagAsync());
        await store.NoteNodeAsync("one:two", TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
        await store.NoteNodeAsync("three", TimeSpan.FromTicks(30_000_001), TimeSpan.FromMinutes(5));
        await store.NoteNodeAsync("four", TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(1));
        await Eventually.HoldsAsync(async () => await store.FindLongestLagAsync() == TimeSpan.FromMilliseconds(3_001));
        await store.NoteNodeAsync("three", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.FromSeconds(2), await store.FindLongestLagAsync());
    }
}
