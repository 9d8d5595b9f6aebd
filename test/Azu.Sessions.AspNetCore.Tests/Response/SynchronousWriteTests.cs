using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Writes that do not wait. A commit does, so what they write waits in front of the gate.</summary>
public sealed class SynchronousWriteTests
{
    [Fact]
    public async Task Where_the_server_allows_it_a_synchronous_write_arrives_whole_and_after_the_commit()
    {
        await using var app = await StartAsync(isAllowed: true);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/mixed");
        Assert.Equal("one two three four ", answer.Body);
        Assert.Equal("written", (await connection.SendAsync("GET", "/note", answer.CookieLine)).Body);
    }

    [Fact]
    public async Task Where_the_commit_fails_nothing_of_a_synchronous_write_is_sent()
    {
        await using var app = await StartAsync(isAllowed: true);
        app.Outage.Failing = StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/mixed");
        Assert.Equal(503, answer.Status);
        Assert.DoesNotContain("one", answer.Body, StringComparison.Ordinal);
        Assert.Equal("none", (await connection.SendAsync("GET", "/note")).Body);
    }

    [Fact]
    public async Task Where_the_server_allows_none_a_synchronous_write_is_refused_as_without_sessions()
    {
        await using var app = await StartAsync(isAllowed: false);
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(500, (await connection.SendAsync("GET", "/mixed")).Status);
        Assert.Empty(app.Stored());
    }

    [Fact]
    public async Task An_endpoint_may_allow_it_for_itself()
    {
        await using var app = await StartAsync(isAllowed: false);
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal("one two three four ", (await connection.SendAsync("GET", "/mixed?allow")).Body);
    }

    [Theory]
    [InlineData("/mixed")]
    [InlineData("/only")]
    public async Task Behind_a_middleware_that_replaces_the_body_the_order_is_kept_and_nothing_is_missing(string path)
    {
        await using var app = await StartAsync(isAllowed: true, isBuffered: true);
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(path == "/only" ? "one two " : "one two three four ", (await connection.SendAsync("GET", path)).Body);
    }

    private static Task<StoreApp> StartAsync(bool isAllowed, bool isBuffered = false) => StoreApp.StartAsync<Visits>(
        a =>
        {
            if (isBuffered) a.Use(BufferedAsync);
            a.UseAzuSessions();
            a.MapVisits();
            a.MapGet("/only", (HttpContext context, Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "written" };
                context.Response.Body.Write("one "u8);
                context.Response.Body.Write("two "u8);
            });
            a.MapGet("/mixed", async (HttpContext context, Session<Visits> session) =>
            {
                if (context.Request.Query.ContainsKey("allow")) context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
                session.Data = session.Data with { Note = "written" };
                context.Response.Body.Write("one "u8);
                context.Response.Body.Flush();
                context.Response.Body.Write("two "u8);
                await context.Response.Body.WriteAsync("three "u8.ToArray());
                context.Response.Body.Write("four "u8);
            });
        },
        configure: b => b.WebHost.ConfigureKestrel(k => k.AllowSynchronousIO = isAllowed));

    private static async Task BufferedAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await next(context);
        context.Response.Body = body;
        buffer.Position = 0;
        await buffer.CopyToAsync(body);
    }
}
