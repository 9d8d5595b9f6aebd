using System.Text.Json;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What is told in place of the endpoint's answer has the form that the client asks for.</summary>
[Trait("Requirement", "R-94")]
public sealed class FailureFormTests
{
    [Theory]
    [InlineData(null, "application/problem+json")]
    [InlineData("*/*", "application/problem+json")]
    [InlineData("application/*", "application/problem+json")]
    [InlineData("application/json", "application/problem+json")]
    [InlineData("application/problem+json, text/html;q=0.5", "application/problem+json")]
    [InlineData("application/vnd.shop.v1+json", "application/problem+json")]
    [InlineData("text/html;q=0, */*", "application/problem+json")]
    [InlineData("text/html", "text/html; charset=utf-8")]
    [InlineData("*/*, text/html", "text/html; charset=utf-8")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "text/html; charset=utf-8")]
    [InlineData("text/plain", "text/plain; charset=utf-8")]
    [InlineData("image/png", "text/plain; charset=utf-8")]
    [InlineData("nonsense", "application/problem+json")]
    public async Task Programs_get_problem_details_and_people_a_page(string? accept, string type)
    {
        await using var app = await FailureApp.StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        string[] headers = accept is null ? [] : ["Accept: " + accept];
        foreach (var path in new[] { "/writes", "/conflict" })
        {
            var answer = await connection.AskAsync("GET", path, headers);
            Assert.Equal((path == "/writes" ? 503 : 409, type, "no-store", true),
                (answer.Status, answer["Content-Type"], answer["Cache-Control"], answer.IsComplete));
            Assert.Contains("nothing was saved", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_script_that_asks_for_HTML_as_jQuery_does_gets_problem_details()
    {
        await using var app = await FailureApp.StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/writes", "Accept: text/html, */*; q=0.01", "X-Requested-With: XMLHttpRequest");
        Assert.Equal("application/problem+json", answer["Content-Type"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Problem_details_say_status_reason_and_what_happened(bool isRegistered)
    {
        await using var app = await FailureApp.StartAsync(s => AddProblems(s, isRegistered));
        await using var connection = await RawConnection.OpenAsync(app.App);
        foreach (var (path, status, title, reason) in new[] { ("/writes", 503, "Service Unavailable", "storeUnavailable"),
            ("/ended", 409, "Conflict", "sessionEnded"), ("/conflict", 409, "Conflict", "conflict") })
        {
            var answer = await connection.AskAsync("GET", path, "Accept: application/json");
            Assert.Equal((status, true), (answer.Status, answer.IsComplete));
            var problem = JsonSerializer.Deserialize<JsonElement>(answer.Body);
            Assert.Equal((status, title, reason),
                (problem.GetProperty("status").GetInt32(), problem.GetProperty("title").GetString(), problem.GetProperty("reason").GetString()));
            Assert.Contains("nothing was saved", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal(isRegistered, problem.TryGetProperty("shop", out _));
        }
    }

    [Theory]
    [InlineData("/writes")]
    [InlineData("/closed")]
    public async Task Problem_details_of_the_application_are_written_while_the_response_is_held_back(string path)
    {
        // Its writer reads the session, and flushes what it writes, in the middle of the commit.
        await using var app = await FailureApp.StartAsync(s => s.AddSingleton<IProblemDetailsWriter, FlushingWriter>().AddProblemDetails());
        await using var connection = await RawConnection.OpenAsync(app.App);
        app.Outage.Failing = StoreOperations.None;
        var first = await connection.AskAsync("GET", "/note/old");
        app.Outage.Failing = StoreOperations.All;
        var answer = await connection.AskAsync("GET", path, "Accept: application/json", first.CookieLine);
        Assert.Equal((503, "own problem ", true), (answer.Status, answer.Body[..12], answer.IsComplete));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html")]
    [InlineData("text/plain")]
    public async Task A_HEAD_request_gets_the_head_alone(string accept)
    {
        await using var app = await FailureApp.StartAsync(s =>
            AddProblems(s, isRegistered: true).AddAzuSessionFailurePage((context, _) => context.Response.WriteAsync("own page")));
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("HEAD", "/writes", "Accept: " + accept);
        Assert.Equal((503, "2"), (answer.Status, answer["Retry-After"]));
        // The next answer on the connection is whole, so no byte followed the head.
        Assert.Equal("none", (await connection.AskAsync("GET", "/note")).Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_WebSocket_that_is_refused_gets_no_body(bool isInFront)
    {
        await using var app = await FailureApp.StartAsync(s => AddProblems(s, isRegistered: true), a =>
        {
            if (isInFront) a.UseWebSockets();
        });
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", isInFront
            ? "/socket"
            : "/writes", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        Assert.Equal((503, "", true), (answer.Status, answer.Body, answer.IsComplete));
    }

    private static IServiceCollection AddProblems(IServiceCollection services, bool isRegistered) =>
        isRegistered ? services.AddProblemDetails(o => o.CustomizeProblemDetails = c => c.ProblemDetails.Extensions["shop"] = "closed") : services;

    private sealed class FlushingWriter : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public async ValueTask WriteAsync(ProblemDetailsContext context)
        {
            var http = context.HttpContext;
            http.Response.ContentType = "application/problem+json";
            await http.Response.StartAsync();
            await http.Response.WriteAsync("own problem ");
            await http.Response.Body.FlushAsync();
            await http.Response.BodyWriter.FlushAsync();
            await http.Response.WriteAsync(http.GetSession<Visits>().Durability.ToString());
            await http.Response.CompleteAsync();
        }
    }
}
