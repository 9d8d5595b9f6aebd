using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The pipeline runs a second time for a status page or an error page. Each run has its callbacks and its commit.</summary>
public sealed class ReExecutionTests
{
    [Fact]
    public async Task A_status_page_sees_what_a_callback_of_the_endpoint_changed_and_both_are_stored()
    {
        await using var app = await StartAsync(a => a.UseStatusCodePagesWithReExecute("/status", "?code={0}"));
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/forbidden");
        Assert.Equal((403, "403 after endpoint", "endpoint, page"), (answer.Status, answer.Body, answer["X-Ran"]));
        Assert.Equal("endpoint, page", (await connection.AskAsync("GET", "/note", answer.CookieLine)).Body);
        Assert.Single(app.Stored());
    }

    [Fact]
    public async Task A_status_page_behind_the_sessions_shares_one_commit_with_the_endpoint()
    {
        await using var app = await StartAsync(behind: a => a.UseStatusCodePagesWithReExecute("/status", "?code={0}"));
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/note/old");
        app.Calls.Reset();
        var answer = await connection.AskAsync("GET", "/forbidden", first.CookieLine);
        Assert.Equal((403, 1), (answer.Status, app.Calls[StoreOperations.Update]));
        Assert.EndsWith("endpoint", (await connection.AskAsync("GET", "/note", first.CookieLine)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_page_stores_what_its_own_callbacks_change_and_nothing_of_the_failed_endpoint()
    {
        await using var app = await StartAsync(a => a.UseExceptionHandler("/error"));
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/note/old");
        var answer = await connection.AskAsync("GET", "/throws", first.CookieLine);
        Assert.Equal((500, "error after old", true), (answer.Status, answer.Body, answer.IsComplete));
        // The callback of the endpoint runs as well, as without sessions, when the server starts the response.
        Assert.Equal("page, endpoint", answer["X-Ran"]);
        Assert.Equal("old, page", (await connection.AskAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task A_503_is_covered_by_neither()
    {
        await using var app = await StartAsync(a => a.UseExceptionHandler("/error").UseStatusCodePagesWithReExecute("/status", "?code={0}"));
        app.Outage.Failing = StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/forbidden");
        Assert.Equal((503, true), (answer.Status, answer.IsComplete));
        Assert.Contains("nothing was saved", answer.Body, StringComparison.Ordinal);
        Assert.Empty(app.Stored());
    }

    private static Task<StoreApp> StartAsync(Action<WebApplication>? before = null, Action<WebApplication>? behind = null) => StartingApp.StartAsync(
        app =>
        {
            app.MapGet("/forbidden", (HttpContext context, Session<Visits> session) =>
            {
                Note(context, session, "endpoint");
                return Results.StatusCode(403);
            });
            app.MapGet("/throws", void (HttpContext context, Session<Visits> session) =>
            {
                Note(context, session, "endpoint");
                throw new InvalidOperationException("thrown by the endpoint");
            });
            app.MapGet("/status", (int code, HttpContext context, Session<Visits> session) =>
            {
                Note(context, session, "page");
                return $"{code} after {session.Data.Note}";
            });
            app.MapGet("/error", (HttpContext context, Session<Visits> session) =>
            {
                Note(context, session, "page");
                return Results.Text($"error after {session.Data.Note}", statusCode: 500);
            });
        },
        before,
        behind);

    private static void Note(HttpContext context, Session<Visits> session, string text) => context.Response.OnStarting(async () =>
    {
        await Task.Yield();
        session.Data = session.Data with { Note = session.Data.Note is { } before ? $"{before}, {text}" : text };
        context.Response.Headers["X-Ran"] = context.Response.Headers.TryGetValue("X-Ran", out var ran) ? $"{ran}, {text}" : text;
    });
}
