using Microsoft.Extensions.Options;
using static Azu.Sessions.Tests.MemoryStoreFixture;

namespace Azu.Sessions.Tests;

public sealed class MemoryStoreBoundsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_store_lets_the_anonymous_session_go_that_was_seen_longest_ago()
    {
        var at = new MemoryStoreFixture(maxSessions: 3);
        var first = await at.CreateAsync();
        at.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await at.CreateAsync();
        at.Clock.Advance(TimeSpan.FromMinutes(1));
        var third = await at.CreateAsync();
        await at.Store.TouchAsync(first.Id, at.Now, at.Now + IdleTimeout, Cancellation);

        var newcomer = await at.CreateAsync();

        Assert.False(await at.HasAsync(second));
        Assert.True(await at.HasAsync(first) && await at.HasAsync(third) && await at.HasAsync(newcomer));
        Assert.Equal(second.Id, Assert.Single(at.Evicted).Id);
        Assert.Equal(3, at.Store.SessionsHeld);
    }

    [Fact]
    public async Task An_expired_session_goes_before_a_live_one_even_if_it_is_signed_in()
    {
        var at = new MemoryStoreFixture(maxSessions: 2);
        var expired = await at.CreateAsync("alice");
        at.Clock.Advance(UntilGone);
        var live = await at.CreateAsync();

        await at.CreateAsync();

        Assert.True(await at.HasAsync(live));
        Assert.Empty(at.Evicted);
        Assert.Equal(expired.Id, Assert.Single(at.Expired).Id);
    }

    [Fact]
    public async Task A_signed_in_session_never_gives_way()
    {
        var at = new MemoryStoreFixture(maxSessions: 100);
        var signedIn = new List<SessionRecord>();
        for (var i = 0; i < 60; i++) signedIn.Add(await at.CreateAsync($"user {i}"));

        for (var i = 0; i < 1_000; i++) await at.CreateAsync();

        foreach (var record in signedIn) Assert.True(await at.HasAsync(record));
        Assert.Equal(100, at.Store.SessionsHeld);
        Assert.Equal(960, at.Evicted.Count);
    }

    [Fact]
    public async Task The_only_anonymous_session_among_many_is_found()
    {
        var at = new MemoryStoreFixture(maxSessions: 2_000);
        for (var i = 0; i < 1_999; i++) await at.CreateAsync($"user {i}");
        var anonymous = await at.CreateAsync();

        await at.CreateAsync("one more");

        Assert.Equal(anonymous.Id, Assert.Single(at.Evicted).Id);
    }

    [Fact]
    public async Task Where_only_signed_in_sessions_are_left_creating_fails_and_names_the_bound()
    {
        var at = new MemoryStoreFixture(maxSessions: 2);
        var alice = await at.CreateAsync("alice");
        var bob = await at.CreateAsync("bob");

        foreach (var newcomer in new[] { at.Record(), at.Record("carol") })
        {
            var full = await Assert.ThrowsAsync<SessionStoreException>(async () => await at.Store.CreateAsync(newcomer, Cancellation));
            Assert.Equal(newcomer.Id, full.SessionId);
            Assert.Contains("2 of MaxSessions = 2", full.Message, StringComparison.Ordinal);
        }

        Assert.True(await at.HasAsync(alice) && await at.HasAsync(bob));
        await at.Store.RemoveAsync(bob.Id, Cancellation);
        await at.CreateAsync();
    }

    [Fact]
    public async Task A_session_that_signed_in_is_safe_from_then_on_and_one_that_signed_out_is_not()
    {
        var at = new MemoryStoreFixture(maxSessions: 2);
        var signsIn = await at.CreateAsync();
        var signsOut = await at.CreateAsync("bob");
        await at.Store.UpdateAsync(signsIn.Next() with { Subject = "alice" }, 1, Cancellation);
        await at.Store.UpdateAsync(signsOut.Next() with { Subject = null }, 1, Cancellation);

        await at.CreateAsync();

        Assert.True(await at.HasAsync(signsIn));
        Assert.False(await at.HasAsync(signsOut));
    }

    [Fact]
    public async Task The_bound_on_bytes_holds()
    {
        var at = new MemoryStoreFixture(maxBytes: 100_000);

        for (var i = 0; i < 300; i++)
        {
            await at.CreateAsync(payload: 1_000);
            Assert.InRange(at.Store.BytesHeld, 1, 100_000);
        }

        Assert.Equal(at.Store.SessionsHeld, await at.Store.CountAsync(SessionQuery.All, Cancellation));
        Assert.InRange(at.Store.SessionsHeld, 75, 100);
    }

    [Fact]
    public async Task A_session_that_grows_takes_the_room_of_another_and_never_its_own()
    {
        var at = new MemoryStoreFixture(maxBytes: 10_000);
        var grows = await at.CreateAsync(payload: 1_000);
        at.Clock.Advance(TimeSpan.FromMinutes(1));
        var gives = await at.CreateAsync(payload: 6_000);

        var result = await at.Store.UpdateAsync(grows.Next() with { Payload = new byte[8_000] }, 1, Cancellation);

        Assert.Equal(UpdateOutcome.Updated, result.Outcome);
        Assert.False(await at.HasAsync(gives));
        Assert.InRange(at.Store.BytesHeld, 8_000, 10_000);
    }

    [Fact]
    public async Task A_session_that_cannot_grow_stays_as_it_was()
    {
        var at = new MemoryStoreFixture(maxBytes: 10_000);
        var grows = await at.CreateAsync(payload: 1_000);
        await at.CreateAsync("alice", payload: 6_000);
        var held = at.Store.BytesHeld;

        var full = await Assert.ThrowsAsync<SessionStoreException>(async () =>
            await at.Store.UpdateAsync(grows.Next() with { Payload = new byte[8_000] }, 1, Cancellation));

        Assert.Contains("MaxBytes = 10000", full.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await at.Store.FindAsync(grows.Id, Cancellation))!.Version);
        Assert.Equal(held, at.Store.BytesHeld);
    }

    [Fact]
    public async Task A_session_larger_than_the_store_is_refused_and_nobody_gives_way()
    {
        var at = new MemoryStoreFixture(maxBytes: 10_000);
        var there = await at.CreateAsync();

        await Assert.ThrowsAsync<SessionStoreException>(async () => await at.Store.CreateAsync(at.Record(payload: 10_000), Cancellation));
        await Assert.ThrowsAsync<SessionStoreException>(async () =>
            await at.Store.UpdateAsync(there.Next() with { Payload = new byte[10_000] }, 1, Cancellation));

        Assert.True(await at.HasAsync(there));
        Assert.Empty(at.Evicted);
    }

    [Fact]
    public async Task A_create_that_fails_on_the_id_evicts_nobody()
    {
        var at = new MemoryStoreFixture(maxSessions: 2);
        var first = await at.CreateAsync();
        await at.CreateAsync();

        Assert.False(await at.Store.CreateAsync(first.Next(), Cancellation));
        Assert.True(await at.Store.CreateAsync(first, Cancellation));

        Assert.Empty(at.Evicted);
        Assert.Equal(2, at.Store.SessionsHeld);
    }

    [Fact]
    public async Task An_expired_record_in_the_way_of_a_create_is_reported()
    {
        var at = new MemoryStoreFixture();
        var expired = await at.CreateAsync("alice");
        at.Clock.Advance(UntilGone);

        Assert.True(await at.Store.CreateAsync(at.Record() with { Id = expired.Id }, Cancellation));

        Assert.Equal(expired.Version, Assert.Single(at.Expired).Version);
        Assert.Equal(1, at.Store.SessionsHeld);
        Assert.Empty(await at.ListAsync(SessionQuery.BySubject("alice")));
    }

    [Fact]
    public async Task What_is_removed_gives_its_room_back_to_the_byte()
    {
        var at = new MemoryStoreFixture();
        var records = new List<SessionRecord>();
        for (var i = 0; i < 100; i++) records.Add(await at.CreateAsync(i % 2 == 0 ? $"user {i}" : null, payload: i));
        foreach (var record in records) await at.Store.UpdateAsync(record.Next() with { Payload = new byte[50], Subject = "all" }, 1, Cancellation);

        foreach (var record in records) Assert.True(await at.Store.RemoveAsync(record.Id, Cancellation));

        Assert.Equal((0, 0), (at.Store.SessionsHeld, at.Store.BytesHeld));
        Assert.Equal(0, at.Store.KeysHeld);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_bound_below_one_stops_the_start_and_is_named(int bound)
    {
        Assert.Contains("MaxSessions", await RefusalAsync(m => m.MaxSessions = bound), StringComparison.Ordinal);
        Assert.Contains("MaxBytes", await RefusalAsync(m => m.MaxBytes = bound), StringComparison.Ordinal);

        static async Task<string> RefusalAsync(Action<MemoryStoreOptions> configure)
        {
            await using var app = new TestApp<Shop>(build: b => b.UseMemoryStore(configure));
            return (await Assert.ThrowsAsync<OptionsValidationException>(app.StartAsync)).Message;
        }
    }
}
