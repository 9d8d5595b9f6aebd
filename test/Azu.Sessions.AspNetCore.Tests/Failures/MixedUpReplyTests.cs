using System.Net;
using Azu.Sessions;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The store answers a question for one session with another one.</summary>
[Trait("Requirement", "R-50")]
public sealed class MixedUpReplyTests
{
    private readonly MemoryStore _memory = new(new(), TimeProvider.System);

    [Fact]
    public async Task Nobody_sees_or_changes_somebody_elses_session()
    {
        var store = new MixedUpStore(_memory);
        await using var app = await FaultApp.StartAsync(store, map: app =>
            app.MapGet("/closed", (Session<Visitor> session) => session.Data.Name).RequireSignIn());
        var alice = await app.Client.BeginAsync("/login/alice");
        var bob = await app.Client.BeginAsync("/login/bob");
        var aliceId = SessionId.Parse(await app.Client.ReadAsync("/id", alice));
        var bobId = SessionId.Parse(await app.Client.ReadAsync("/id", bob));
        store.MixUp(aliceId, bobId);

        Assert.Equal("|0|Unavailable", await app.Client.ReadAsync("/", alice));
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Post, "/count"), (HttpMethod.Get, "/closed"), (HttpMethod.Post, "/login/alice")])
        {
            using var answer = await app.Client.SendAsync(method, path, alice);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, null), (answer.StatusCode, answer.SetCookie()));
        }

        Assert.Contains(app.App.Sink.Lines, line =>
            line.StartsWith("Critical", StringComparison.Ordinal) && line.Contains(aliceId.ToString(), StringComparison.Ordinal));
        store.MixUp(aliceId, aliceId);
        Assert.Equal("alice|0|Durable", await app.Client.ReadAsync("/", alice));
        Assert.Equal("bob|0|Durable", await app.Client.ReadAsync("/", bob));
    }

    [Fact]
    [Trait("Requirement", "R-36")]
    public async Task A_sign_out_ends_its_own_session_also_while_the_replies_are_mixed_up()
    {
        var store = new MixedUpStore(_memory);
        await using var app = await FaultApp.StartAsync(store);
        var alice = await app.Client.BeginAsync("/login/alice");
        var bob = await app.Client.BeginAsync("/login/bob");
        var aliceId = SessionId.Parse(await app.Client.ReadAsync("/id", alice));
        store.MixUp(aliceId, SessionId.Parse(await app.Client.ReadAsync("/id", bob)));
        using var answer = await app.Client.PostAsync("/logout", alice);
        Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, answer.CookieValue()));
        store.MixUp(aliceId, aliceId);
        Assert.Equal("|0|Durable", await app.Client.ReadAsync("/", alice));
        Assert.Equal("bob|0|Durable", await app.Client.ReadAsync("/", bob));
    }
}
