using System.Net;
using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What the application registers with <c>Response.OnStarting</c> may still change the session, whatever starts the response.</summary>
[Trait("Requirement", "R-21")]
public sealed class StartingCallbackTests
{
    public static TheoryData<string> Ways => ResponseWays.All;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_a_callback_changes_is_stored_by_the_one_commit_and_the_answer_is_the_endpoint_s_own(string way)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/note/old");
        var plain = await connection.AskAsync("GET", $"/plain/{way.Escaped()}", first.CookieLine);
        app.Calls.Reset();
        var answer = await connection.AskAsync("GET", $"/way/{way.Escaped()}", first.CookieLine);
        Assert.Equal((plain.Status, plain.Body, plain["Content-Length"], plain["Content-Type"], true),
            (answer.Status, answer.Body, answer["Content-Length"], answer["Content-Type"], answer.IsComplete));
        Assert.Equal(1, app.Calls[StoreOperations.Update]);
        Assert.Equal("from a callback", (await connection.AskAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task No_byte_arrives_before_what_a_callback_changed_is_stored(string way)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/note/old");
        var gate = app.Gates.Close(StoreOperations.Update);
        await connection.WriteAsync(RawConnection.Request("GET", $"/way/{way.Escaped()}", first.CookieLine));
        var answer = connection.ReadAsync();
        await gate.ArrivalAsync().WaitAsync(StartingApp.Limit);
        Assert.False(connection.HasReceived);
        gate.Open();
        Assert.True((await answer).IsComplete);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_change_of_a_callback_that_cannot_be_stored_is_a_503(string way)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/note/old");
        app.Outage.Failing = StoreOperations.Update;
        var answer = await connection.AskAsync("GET", $"/way/{way.Escaped()}", first.CookieLine);
        Assert.Equal((503, true), (answer.Status, answer.IsComplete));
        Assert.Contains("nothing was saved", answer.Body, StringComparison.Ordinal);
        app.Outage.Failing = StoreOperations.None;
        Assert.Equal("old", (await connection.AskAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Of_a_HEAD_request_it_is_stored_too(string way)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/note/old");
        await connection.AskAsync("HEAD", $"/way/{way.Escaped()}", first.CookieLine);
        Assert.Equal("from a callback", (await connection.AskAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Over_HTTP_2_it_is_stored_too(string way)
    {
        await using var app = await StartAsync(HttpProtocols.Http2);
        using var client = app.App.NewBareClient();
        (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        using var answer = await client.GetAsync($"/way/{way.Escaped()}").WaitAsync(StartingApp.Limit);
        await answer.Content.ReadAsByteArrayAsync();
        client.DefaultRequestHeaders.Add("Cookie", $"{StartingApp.Cookie}={answer.CookieValue(StartingApp.Cookie)}");
        Assert.Equal("from a callback", await client.GetStringAsync("/note"));
    }

    [Fact]
    public async Task A_new_session_that_a_callback_begins_has_its_cookie_on_the_same_response()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/way/text");
        Assert.Equal("from a callback", (await connection.AskAsync("GET", "/note", answer.CookieLine)).Body);
    }

    [Fact]
    public async Task A_sign_in_in_a_callback_is_a_sign_in()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/signs-in");
        Assert.Equal("alice", (await connection.AskAsync("GET", "/who", answer.CookieLine)).Body);
    }

    [Fact]
    public async Task Callbacks_run_the_last_one_first_and_those_they_register_as_well()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/registers");
        Assert.Equal("2, 3, 1, front", first["X-Order"]);
        Assert.Equal("2, 3, 1", (await connection.AskAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task A_session_that_a_callback_is_the_first_to_ask_for_is_stored()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/http-session");
        Assert.Equal("set at the start", (await connection.AskAsync("GET", "/http-session/read", answer.CookieLine)).Body);
    }

    private static Task<StoreApp> StartAsync(HttpProtocols protocols = HttpProtocols.Http1) => StartingApp.StartAsync(
        app =>
        {
            app.Map("/plain/{way}", (string way, HttpContext context, Session<Visits> session) => context.AnswerAsync(way));
            app.Map("/way/{way}", (string way, HttpContext context, Session<Visits> session) =>
            {
                context.NoteAtStart(session, "from a callback", isAsync: true);
                return context.AnswerAsync(way);
            });
            app.MapGet("/signs-in", async (HttpContext context, Session<Visits> session) =>
            {
                context.Response.OnStarting(() => session.SignInAsync("alice").AsTask());
                await context.Response.WriteAsync("signed in");
            });
            app.MapGet("/who", (Session<Visits> session) => session.Subject ?? "nobody");
            app.MapGet("/registers", async (HttpContext context, Session<Visits> session) =>
            {
                context.Response.OnStarting(() => Note(context, session, "1"));
                context.Response.OnStarting(() =>
                {
                    context.Response.OnStarting(() => Note(context, session, "3"));
                    return Note(context, session, "2");
                });
                await context.Response.WriteAsync("registered");
            });
            app.MapGet("/http-session", async (HttpContext context) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Session.SetString("text", "set at the start");
                    return Task.CompletedTask;
                });
                await context.Response.WriteAsync("written");
            });
            app.MapGet("/http-session/read", (HttpContext context) => context.Session.GetString("text"));
        },
        before: app => app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.Headers.ContainsKey("X-Order")) context.Response.Headers["X-Order"] += ", front";
                return Task.CompletedTask;
            });
            return next(context);
        }),
        protocols: protocols);

    private static Task Note(HttpContext context, Session<Visits> session, string text)
    {
        var order = session.Data.Note is { } before ? $"{before}, {text}" : text;
        session.Data = session.Data with { Note = order };
        context.Response.Headers["X-Order"] = order;
        return Task.CompletedTask;
    }
}
