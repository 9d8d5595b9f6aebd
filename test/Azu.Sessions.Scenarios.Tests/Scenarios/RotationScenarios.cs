using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>A session gets a new secret while other requests of the same page are under way.</summary>
[Trait("Requirement", "R-29")]
public abstract class RotationScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    [Fact]
    public async Task Parallel_rotations_leave_the_browser_with_the_token_that_counts()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        for (var round = 0; round < Tier.Of(25, 1_000); round++)
        {
            using var browser = app.NewBrowser();
            (await browser.PostAsync("/login/alice", null)).EnsureSuccessStatusCode().Dispose();
            const int Parallel = 8;
            app.Rendezvous = new(Parallel);
            var answers = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => browser.PostAsync(round % 2 == 0 ? "/meet/rotate" : "/rotate", null)));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
            if (round % 2 == 0) Assert.Single(answers, answer => answer.SetCookie() is not null);
            foreach (var answer in answers) answer.Dispose();
            app.Clock.Advance(TimeSpan.FromSeconds(11)); // nobody lives on the grace
            Assert.Equal("alice|", await browser.GetStringAsync("/"));
        }
    }

    [Fact]
    public async Task Within_the_grace_the_old_token_reads_and_does_nothing_else()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var old = await app.Client.BeginAsync("/login/alice");
        var current = await app.Client.BeginAsync("/rotate", old);
        var expires = await app.Client.ReadAsync("/expires", current);
        app.Clock.Advance(TimeSpan.FromSeconds(9));
        var reads = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.Client.GetAsync("/", old)));
        foreach (var read in reads)
        {
            Assert.Equal("alice|", await read.Content.ReadAsStringAsync());
            Assert.Null(read.SetCookie());
            read.Dispose();
        }

        using var write = await app.Client.PostAsync("/cart/apple", old);
        Assert.Equal(HttpStatusCode.Conflict, write.StatusCode);
        using var rotate = await app.Client.PostAsync("/rotate", old);
        Assert.Null(rotate.SetCookie());
        Assert.Equal("alice|", await app.Client.ReadAsync("/", current));
        Assert.Equal(expires, await app.Client.ReadAsync("/expires", current));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("|", await app.Client.ReadAsync("/", old));
    }

    [Fact]
    public async Task A_second_rotation_ends_the_grace_of_the_first()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var first = await app.Client.BeginAsync("/login/alice");
        var second = await app.Client.BeginAsync("/rotate", first);
        var third = await app.Client.BeginAsync("/rotate", second);
        Assert.Equal("|", await app.Client.ReadAsync("/", first));
        Assert.Equal("alice|", await app.Client.ReadAsync("/", second));
        Assert.Equal("alice|", await app.Client.ReadAsync("/", third));
    }

    [Fact]
    public async Task A_request_that_had_loaded_before_the_rotation_still_stores_its_change()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var old = await app.Client.BeginAsync("/login/alice");
        app.Rendezvous = new(2);
        var writing = app.Client.PostAsync("/meet/cart/apple", old);
        var rotating = app.Client.PostAsync("/meet/rotate", old);
        Assert.Equal(HttpStatusCode.OK, (await writing).StatusCode);
        Assert.Equal("alice|apple", await app.Client.ReadAsync("/", (await rotating).CookieValue()));
    }

    [Fact]
    [Trait("Requirement", "R-31")]
    public async Task Rotation_does_not_extend_the_absolute_end()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2)));
        var cookie = await app.Client.BeginAsync("/login/alice");
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("alice|", await app.Client.ReadAsync("/", cookie));
            cookie = await app.Client.BeginAsync("/rotate", cookie);
            app.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        app.Clock.Advance(TimeSpan.FromSeconds(5)); // what two clocks may differ by
        Assert.Equal("|", await app.Client.ReadAsync("/", cookie));
    }
}
