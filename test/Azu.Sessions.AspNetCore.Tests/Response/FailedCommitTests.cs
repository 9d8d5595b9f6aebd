using System.Net;
using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A store that fails on write never yields a success: whatever the endpoint answers, and however, the visitor gets a clean 503.</summary>
[Trait("Requirement", "R-94")]
public sealed class FailedCommitTests
{
    public static TheoryData<string> Ways => ResponseWays.All;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_failed_update_is_a_clean_503_and_the_connection_is_usable(string way)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var before = await connection.SendAsync("GET", "/connection");

        app.Outage.Failing = StoreOperations.Update;
        AssertClean(await connection.SendAsync("GET", $"/way/{Uri.EscapeDataString(way)}", first.CookieLine));
        app.Outage.Failing = StoreOperations.None;

        Assert.Equal("old", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
        Assert.Equal(before.Body, (await connection.SendAsync("GET", "/connection")).Body);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_failed_creation_is_a_clean_503_without_a_cookie(string way)
    {
        await using var app = await StartAsync();
        app.Outage.Failing = StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        AssertClean(await connection.SendAsync("GET", $"/way/{Uri.EscapeDataString(way)}"));
        Assert.Equal("none", (await connection.SendAsync("GET", "/note")).Body);
        Assert.Empty(app.Stored());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_failed_commit_of_a_HEAD_request_is_a_503_without_a_body(string way)
    {
        await using var app = await StartAsync();
        app.Outage.Failing = StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("HEAD", $"/way/{Uri.EscapeDataString(way)}");
        Assert.Equal(503, answer.Status);
        Assert.NotNull(answer["Retry-After"]);
        Assert.Equal("none", (await connection.SendAsync("GET", "/note")).Body);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Over_HTTP_2_it_is_the_same_clean_503_and_the_connection_is_usable(string way)
    {
        await using var app = await StartAsync(HttpProtocols.Http2);
        using var client = app.App.NewBareClient();
        client.DefaultRequestVersion = HttpVersion.Version20;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var before = await client.GetStringAsync("/connection");

        app.Outage.Failing = StoreOperations.Create;
        using (var answer = await client.GetAsync($"/way/{Uri.EscapeDataString(way)}"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter?.Delta);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            Assert.Contains("nothing was saved", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal("none", await client.GetStringAsync("/note"));
        Assert.Equal(before, await client.GetStringAsync("/connection"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Where_the_store_works_the_answer_is_the_endpoint_s_own(string way)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", $"/way/{Uri.EscapeDataString(way)}");
        Assert.True(answer.IsComplete);
        await using var bare = await TestApp.StartAsync(_ => { }, a => a.Map("/way/{way}", (string way, HttpContext context) => context.AnswerAsync(way)));
        await using var other = await RawConnection.OpenAsync(bare);
        var without = await other.SendAsync("GET", $"/way/{Uri.EscapeDataString(way)}");
        Assert.Equal((without.Status, without.Body, without["Content-Length"], without["Content-Type"], without["Location"]),
            (answer.Status, answer.Body, answer["Content-Length"], answer["Content-Type"], answer["Location"]));
        Assert.Equal("new", (await connection.SendAsync("GET", "/note", answer.CookieLine)).Body);
    }

    private static void AssertClean(RawResponse answer)
    {
        Assert.Equal(503, answer.Status);
        Assert.Equal("2", answer["Retry-After"]);
        Assert.True(answer.IsComplete);
        Assert.Contains("nothing was saved", answer.Body, StringComparison.Ordinal);
        Assert.Equal("application/problem+json", answer["Content-Type"]);
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.Null(answer["Location"]);
        Assert.Empty(answer.SetCookies);
    }

    private static Task<StoreApp> StartAsync(HttpProtocols protocols = HttpProtocols.Http1) => StoreApp.StartAsync<Visits>(
        app =>
        {
            app.UseAzuSessions();
            app.MapVisits();
            app.Map("/way/{way}", async (string way, HttpContext context, Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "new" };
                await context.AnswerAsync(way);
            });
        },
        configure: builder => builder.WebHost.ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = protocols)));
}
