using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>An attacker gives the victim a session, and waits for the victim to sign in with it.</summary>
[Trait("Requirement", "R-27")]
public abstract class FixationScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(60)]
    public async Task A_planted_session_is_worth_nothing_after_the_login(int secondsLater)
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var planted = await app.Client.BeginAsync("/cart/bait");
        var own = await app.Client.BeginAsync("/login/alice", planted);
        app.Clock.Advance(TimeSpan.FromSeconds(secondsLater));

        using var read = await app.Client.GetAsync("/", planted);
        Assert.Equal("|", await read.Content.ReadAsStringAsync());
        Assert.Null(read.SetCookie());
        using var members = await app.Client.GetAsync("/members", planted);
        Assert.Equal(HttpStatusCode.Unauthorized, members.StatusCode);

        // What the attacker writes goes into a session of the attacker's own.
        var mine = await app.Client.BeginAsync("/cart/poison", planted);
        Assert.Equal("|poison", await app.Client.ReadAsync("/", mine));
        Assert.Equal("alice|bait", await app.Client.ReadAsync("/", own));
    }

    [Fact]
    [Trait("Requirement", "R-44")]
    public async Task A_request_that_was_planted_before_the_login_reaches_nothing_after_it()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var planted = await app.Client.BeginAsync("/cart/bait");
        app.Rendezvous = new(3);
        var planting = Task.WhenAll(app.Client.PostAsync("/meet/cart/poison", planted), app.Client.PostAsync("/meet/rotate", planted));
        await app.Rendezvous.ArrivalsAsync(2); // both have loaded, and go on after the victim has signed in
        var own = await app.Client.BeginAsync("/login/alice", planted);
        await app.Rendezvous.ArriveAsync();
        foreach (var answer in await planting)
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Null(answer.SetCookie());
            answer.Dispose();
        }

        Assert.Equal("alice|bait", await app.Client.ReadAsync("/", own));
    }

    [Fact]
    public async Task A_planted_value_never_becomes_the_name_of_a_session()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var planted = await app.Client.BeginAsync("/cart/bait");
        Assert.True(await app.Sessions.RevokeAsync(Azu.Sessions.SessionId.Parse(await app.Client.ReadAsync("/id", planted))));
        var own = await app.Client.BeginAsync("/login/alice", planted);
        Assert.NotEqual(planted[..48], own[..48]); // version, key and id
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "R-29")]
    public async Task A_replaced_token_that_comes_back_late_ends_the_session_only_where_that_is_wanted(bool isWanted)
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => o.RevokeOnTokenReuse = isWanted);
        var old = await app.Client.BeginAsync("/login/alice");
        var current = await app.Client.BeginAsync("/rotate", old);
        app.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("alice|", await app.Client.ReadAsync("/", old));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("|", await app.Client.ReadAsync("/", old));
        Assert.Equal(isWanted ? "|" : "alice|", await app.Client.ReadAsync("/", current));
    }
}
