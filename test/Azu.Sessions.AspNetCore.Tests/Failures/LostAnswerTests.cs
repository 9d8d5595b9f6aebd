using System.Net;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The store carries out what it is told, and the answer is lost.</summary>
[Trait("Requirement", "R-71")]
public sealed class LostAnswerTests
{
    private static MemoryStore Memory => new(new(), TimeProvider.System);

    [Theory]
    [InlineData(StoreOperations.Update, 1)]
    [InlineData(StoreOperations.Update, 2)]
    [InlineData(StoreOperations.Create, 1)]
    [InlineData(StoreOperations.Create, 2)]
    public async Task One_request_is_counted_once(StoreOperations lost, int times)
    {
        await using var app = await FaultApp.StartAsync(new ExecutesThenThrowsStore(Memory, lost, times));
        var cookie = await app.Client.BeginAsync("/count");
        (await app.Client.PostAsync("/count", cookie)).EnsureSuccessStatusCode().Dispose();
        Assert.Equal(2, await app.CountAsync(cookie));
    }

    [Fact]
    public async Task On_a_bad_network_every_2xx_is_counted_exactly_once()
    {
        var store = new LosesEveryThirdAnswer(Memory);
        await using var app = await FaultApp.StartAsync(store);
        var cookie = await app.Client.BeginAsync("/count");
        store.IsLosing = true;
        for (var i = 2; i <= Tier.Of(200, 10_000); i++)
        {
            using var answer = await app.Client.PostAsync("/count", cookie);
            Assert.Equal((HttpStatusCode.OK, $"{i}"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }

        Assert.Equal(Tier.Of(200, 10_000), await app.CountAsync(cookie));
    }

    [Fact]
    public async Task Parallel_requests_on_a_bad_network_are_never_counted_twice_and_a_2xx_always_once()
    {
        var store = new LosesEveryThirdAnswer(Memory);
        await using var app = await FaultApp.StartAsync(store);
        for (var round = 0; round < Tier.Of(25, 1_000); round++)
        {
            store.IsLosing = false;
            var cookie = await app.Client.BeginAsync("/count");
            store.IsLosing = true;
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Client.PostAsync("/count", cookie)));
            var confirmed = answers.Count(a => a.IsSuccessStatusCode);
            // Where others have written on since, nobody can say whose the lost answer was: a 503 is all that is left, and nothing is repeated.
            Assert.All(answers.Where(a => !a.IsSuccessStatusCode), a => Assert.Equal(HttpStatusCode.ServiceUnavailable, a.StatusCode));
            Assert.InRange(await app.CountAsync(cookie), 1 + confirmed, 1 + answers.Length);
            foreach (var answer in answers) answer.Dispose();
        }
    }

    [Fact]
    public async Task When_every_answer_is_lost_nothing_is_confirmed_and_nothing_counted_twice()
    {
        var memory = Memory;
        await using var good = await FaultApp.StartAsync(memory, FaultApp.SharedKey);
        await using var bad = await FaultApp.StartAsync(new ExecutesThenThrowsStore(memory), FaultApp.SharedKey);
        using var visit = await bad.Client.PostAsync("/count", cookie: null);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, null), (visit.StatusCode, visit.SetCookie()));
        var cookie = await good.Client.BeginAsync("/count");
        for (var i = 0; i < 5; i++)
        {
            using var answer = await bad.Client.PostAsync("/count", cookie);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.InRange(await good.CountAsync(cookie), 1, 2 + i);
        }
    }

    [Fact]
    [Trait("Requirement", "R-36")]
    public async Task A_sign_out_whose_answer_is_lost_is_asked_for_again_and_done()
    {
        var memory = Memory;
        await using var app = await FaultApp.StartAsync(new ExecutesThenThrowsStore(memory, StoreOperations.Remove, times: 1));
        var cookie = await app.Client.BeginAsync("/login/alice");
        using var answer = await app.Client.PostAsync("/logout", cookie);
        Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, answer.CookieValue()));
        Assert.Equal("|0|Durable", await app.Client.ReadAsync("/", cookie));
        Assert.Equal(0, memory.SessionsHeld);
    }

    [Fact]
    [Trait("Requirement", "R-76")]
    public async Task A_login_that_failed_leaves_no_session_behind()
    {
        var memory = Memory;
        await using var app = await FaultApp.StartAsync(new ExecutesThenThrowsStore(memory, StoreOperations.Create));
        using var login = await app.Client.PostAsync("/login/alice", cookie: null);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, null), (login.StatusCode, login.SetCookie()));
        await Eventually.HoldsAsync(() => memory.SessionsHeld == 0);
    }

    [Fact]
    [Trait("Requirement", "R-28")]
    public async Task A_login_whose_answer_is_lost_signs_in_with_the_token_that_the_browser_gets()
    {
        await using var app = await FaultApp.StartAsync(new ExecutesThenThrowsStore(Memory, StoreOperations.Update, times: 2));
        var anonymous = await app.Client.BeginAsync("/count");
        var cookie = await app.Client.BeginAsync("/login/alice", anonymous);
        Assert.Equal("alice|1|Durable", await app.Client.ReadAsync("/", cookie));
        Assert.Equal("|0|Durable", await app.Client.ReadAsync("/", anonymous));
    }
}
