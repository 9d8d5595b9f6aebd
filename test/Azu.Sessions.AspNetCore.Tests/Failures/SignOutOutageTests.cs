using System.Net;
using Azu.Sessions;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Somebody signs out while the store is down: the browser forgets at once, the store as soon as it can.</summary>
[Trait("Requirement", "R-36")]
public sealed class SignOutOutageTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryStore _memory;
    private readonly FailingStore _store;

    public SignOutOutageTests()
    {
        _memory = new(new(), _clock);
        _store = new(_memory);
    }

    /// <summary>A removal reads nothing, so a store that only fails to read does not hold it up.</summary>
    [Fact]
    public async Task A_sign_out_is_done_at_once_where_only_reading_fails()
    {
        await using var app = await FaultApp.StartAsync(_store, resilience: Once, clock: _clock);
        var cookie = await app.Client.BeginAsync("/login/alice");
        _store.Failing = StoreOperations.Find;
        using var answer = await app.Client.PostAsync("/logout", cookie);
        Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, answer.CookieValue()));
        Assert.Equal(0, _memory.SessionsHeld);
    }

    [Theory]
    [InlineData("/logout", StoreOperations.All)]
    [InlineData("/logout", StoreOperations.Writes)]
    [InlineData("/swallowed-logout", StoreOperations.All)]
    [InlineData("/swallowed-logout", StoreOperations.Remove)]
    public async Task The_answer_is_a_503_without_the_cookie_and_the_session_ends_when_the_store_is_back(string path, StoreOperations failing)
    {
        await using var app = await FaultApp.StartAsync(_store, resilience: Once, clock: _clock);
        var cookie = await app.Client.BeginAsync("/login/alice");
        var bob = await app.Client.BeginAsync("/login/bob");
        _store.Failing = failing;
        using var answer = await app.Client.PostAsync(path, cookie);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, ""), (answer.StatusCode, answer.CookieValue()));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.DoesNotContain("signed out", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, _memory.SessionsHeld);

        // The outage goes on, and nobody gives up.
        for (var i = 0; i < 5; i++) await PassRetryAsync();
        Assert.Equal(1, (await app.Sessions.GetStatisticsAsync()).PendingRemovals);
        _store.Failing = StoreOperations.None;
        await Eventually.HoldsAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return (await app.Sessions.GetStatisticsAsync()).PendingRemovals == 0;
        });
        Assert.Equal("|0|Durable", await app.Client.ReadAsync("/", cookie));
        Assert.Equal("bob|0|Durable", await app.Client.ReadAsync("/", bob));
        Assert.Equal(1, _memory.SessionsHeld);
    }

    [Fact]
    public async Task A_token_that_is_not_current_cannot_end_the_session_through_an_outage()
    {
        await using var app = await FaultApp.StartAsync(_store, resilience: Once, clock: _clock);
        var planted = await app.Client.BeginAsync("/count");
        var own = await app.Client.BeginAsync("/login/alice", planted);
        _store.Failing = StoreOperations.All;
        (await app.Client.PostAsync("/logout", planted)).Dispose();
        _store.Failing = StoreOperations.None;
        await Eventually.HoldsAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return (await app.Sessions.GetStatisticsAsync()).PendingRemovals == 0;
        });
        Assert.Equal("alice|1|Durable", await app.Client.ReadAsync("/", own));
    }

    [Fact]
    public async Task A_removal_is_given_up_when_the_session_is_over_anyway()
    {
        await using var app = await FaultApp.StartAsync(_store, o => o.AbsoluteTimeout = TimeSpan.FromHours(2), Once, clock: _clock);
        var cookie = await app.Client.BeginAsync("/login/alice");
        _store.Failing = StoreOperations.All;
        (await app.Client.PostAsync("/logout", cookie)).Dispose();
        await PassRetryAsync();
        Assert.Equal(1, (await app.Sessions.GetStatisticsAsync()).PendingRemovals);
        _clock.Advance(TimeSpan.FromHours(2));
        await Eventually.HoldsAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return (await app.Sessions.GetStatisticsAsync()).PendingRemovals == 0;
        });
        _store.Failing = StoreOperations.None;
        Assert.Equal("|0|Durable", await app.Client.ReadAsync("/", cookie));
    }

    private static void Once(SessionResilienceOptions resilience) => resilience.Retry.MaxAttempts = 1;

    /// <summary>Lets the background try once more: it waits on the clock between two tries.</summary>
    private async Task PassRetryAsync()
    {
        // The sweeper's timer is the other one.
        await Eventually.HoldsAsync(() => _clock.ArmedTimers >= 2);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }
}
