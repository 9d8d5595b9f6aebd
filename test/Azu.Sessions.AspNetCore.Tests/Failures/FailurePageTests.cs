using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What people see when the session could not be stored: the built-in page, or the application's own.</summary>
public sealed class FailurePageTests
{
    private const string Html = "Accept: text/html";

    [Fact]
    public async Task The_built_in_page_needs_nothing_that_a_strict_policy_refuses()
    {
        await using var app = await FailureApp.StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        foreach (var path in new[] { "/writes", "/ended", "/conflict" })
        {
            var body = (await connection.AskAsync("GET", path, Html)).Body;
            Assert.StartsWith("<!DOCTYPE html>", body, StringComparison.Ordinal);
            Assert.InRange(body.Length, 200, 2000);
            foreach (var refused in (string[])["<script", "<style", "<link", "<img", "style=", "onclick=", "src=", "url(", "http:", "https:",
                "javascript:"]) Assert.DoesNotContain(refused, body, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("<title>", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("POST", false)]
    public async Task It_offers_to_repeat_only_what_can_be_repeated(string method, bool isOffered)
    {
        await using var app = await FailureApp.StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync(method, "/writes?<b>=%3Cb%3E", Html, "Content-Length: 0");
        Assert.Equal(isOffered, answer.Body.Contains("<a href=\"\">", StringComparison.Ordinal));
        Assert.DoesNotContain("<b>", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_application_s_page_takes_its_place_and_reads_the_session_as_it_is_stored()
    {
        await using var app = await FailureApp.StartAsync(s => s
            .AddAzuSessionFailurePage((_, _) => throw new InvalidOperationException("The later page counts."))
            .AddAzuSessionFailurePage(async (context, failure) =>
            {
                var session = context.GetSession<Visits>();
                await context.Response.WriteAsync($"<p>{failure.Reason} {failure.StatusCode} {failure.RetryAfter?.TotalSeconds} {session.Data.Note} ");
                await context.Response.Body.FlushAsync();
                await context.Response.WriteAsync(FailingEndpoints.Refusal(() => session.Data = new()));
            }));
        await using var connection = await RawConnection.OpenAsync(app.App);
        app.Outage.Failing = StoreOperations.None;
        var first = await connection.AskAsync("GET", "/note/old");
        app.Outage.Failing = StoreOperations.Update;
        var answer = await connection.AskAsync("GET", "/writes", Html, first.CookieLine);
        Assert.Equal((503, "text/html; charset=utf-8", "2", true), (answer.Status, answer["Content-Type"], answer["Retry-After"], answer.IsComplete));
        Assert.Equal("<p>StoreUnavailable 503 2 old SessionCommittedException", answer.Body);
        // Programs have no use for it.
        Assert.Equal("application/problem+json", (await connection.AskAsync("GET", "/writes", "Accept: application/json", first.CookieLine))["Content-Type"]);
    }

    [Fact]
    public async Task A_page_can_send_the_visitor_elsewhere()
    {
        await using var app = await FailureApp.StartAsync(s => s.AddAzuSessionFailurePage((context, _) =>
        {
            context.Response.Redirect("/sorry");
            return Task.CompletedTask;
        }));
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/writes", Html);
        Assert.Equal((302, "/sorry", "", true), (answer.Status, answer["Location"], answer.Body, answer.IsComplete));
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public async Task A_page_can_choose_a_status_without_a_body(int status)
    {
        await using var app = await FailureApp.StartAsync(s => s.AddAzuSessionFailurePage((context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }));
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(status, (await connection.AskAsync("GET", "/writes", Html)).Status);
        Assert.Equal("none", (await connection.AskAsync("GET", "/note")).Body);
    }

    [Fact]
    public async Task A_page_that_throws_is_replaced_by_the_built_in_one_and_logged()
    {
        await using var app = await FailureApp.StartAsync(s => s.AddAzuSessionFailurePage((context, _) =>
        {
            (context.Response.StatusCode, context.Response.ContentLength) = (200, 3);
            throw new InvalidOperationException("thrown by the page");
        }));
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/writes", Html);
        Assert.Equal((503, true), (answer.Status, answer.IsComplete));
        Assert.Contains("nothing was saved", answer.Body, StringComparison.Ordinal);
        Assert.Contains(app.App.Sink.Lines, l =>
            l.Contains("Azu.Sessions[45]", StringComparison.Ordinal) && l.Contains("thrown by the page", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_throws_after_its_first_byte_is_cut_off()
    {
        await using var app = await FailureApp.StartAsync(s => s.AddAzuSessionFailurePage(async (context, _) =>
        {
            await context.Response.WriteAsync("half of");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("thrown by the page");
        }));
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.False((await connection.AskAsync("GET", "/writes", Html)).IsComplete);
    }
}
