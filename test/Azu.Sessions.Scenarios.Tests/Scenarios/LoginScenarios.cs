using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Logins that meet each other.</summary>
public abstract class LoginScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    [Fact]
    public async Task A_double_click_on_login_signs_in_whichever_answer_comes_last()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        for (var round = 0; round < Tier.Of(25, 1_000); round++)
        {
            var anonymous = await app.Client.BeginAsync("/cart/apple");
            app.Rendezvous = new(2);
            var clicks = await Task.WhenAll(app.Client.PostAsync("/meet/login/alice", anonymous), app.Client.PostAsync("/meet/login/alice", anonymous));
            foreach (var click in clicks)
            {
                Assert.Equal(HttpStatusCode.OK, click.StatusCode);
                Assert.StartsWith("alice|", await app.Client.ReadAsync("/", click.CookieValue()), StringComparison.Ordinal);
                click.Dispose();
            }

            Assert.NotEqual(clicks[0].CookieValue()![..48], clicks[1].CookieValue()![..48]);
            Assert.Equal("|", await app.Client.ReadAsync("/", anonymous));
        }
    }

    [Fact]
    public async Task A_request_with_a_superseded_token_signs_in_to_a_session_of_its_own()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var anonymous = await app.Client.BeginAsync("/cart/apple");
        var first = await app.Client.BeginAsync("/login/alice", anonymous);
        var second = await app.Client.BeginAsync("/login/bob", anonymous);
        Assert.Equal("alice|apple", await app.Client.ReadAsync("/", first));
        Assert.Equal("bob|", await app.Client.ReadAsync("/", second));
    }

    [Fact]
    public async Task Two_who_sign_in_with_one_session_at_the_same_moment_share_nothing()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        for (var round = 0; round < Tier.Of(25, 1_000); round++)
        {
            var anonymous = await app.Client.BeginAsync("/cart/apple");
            app.Rendezvous = new(2);
            var logins = await Task.WhenAll(app.Client.PostAsync("/meet/login/alice", anonymous), app.Client.PostAsync("/meet/login/bob", anonymous));
            var seen = await Task.WhenAll(logins.Select(l => app.Client.ReadAsync("/", l.CookieValue())));
            Assert.StartsWith("alice|", seen[0], StringComparison.Ordinal);
            Assert.StartsWith("bob|", seen[1], StringComparison.Ordinal);
            Assert.Single(seen, s => s.EndsWith("|apple", StringComparison.Ordinal)); // the cart goes with one of them
        }
    }

    [Fact]
    [Trait("Requirement", "R-47")]
    public async Task Somebody_elses_login_starts_empty_and_ends_the_session_before()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var alice = await app.Client.BeginAsync("/login/alice");
        using var filled = await app.Client.PostAsync("/cart/apple", alice);
        var id = await app.Client.ReadAsync("/id", alice);
        var bob = await app.Client.BeginAsync("/login/bob", alice);
        Assert.Equal("bob|", await app.Client.ReadAsync("/", bob));
        Assert.NotEqual(id, await app.Client.ReadAsync("/id", bob));
        Assert.Equal("|", await app.Client.ReadAsync("/", alice));
        Assert.Equal(1, await app.Sessions.CountAsync());
    }

    [Fact]
    [Trait("Requirement", "R-33")]
    public async Task Signing_in_again_keeps_the_data_and_starts_both_timeouts_anew()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        var first = await app.Client.BeginAsync("/login/alice");
        using var filled = await app.Client.PostAsync("/cart/apple", first);
        app.Clock.Advance(TimeSpan.FromMinutes(50));
        var second = await app.Client.BeginAsync("/login/alice", first);
        app.Clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal("alice|apple", await app.Client.ReadAsync("/", second));
        Assert.Equal("|", await app.Client.ReadAsync("/", first));
    }
}
