using System.Net;
using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>
/// A callback for the start of the response writes to it. The response waits for the callback, so the callback must not wait for the response.
/// </summary>
public sealed class WritingCallbackTests
{
    private static readonly Dictionary<string, Func<HttpContext, Task>> s_writes = new()
    {
        ["text"] = c => c.Response.WriteAsync("callback "),
        ["body"] = c => c.Response.Body.WriteAsync("callback "u8.ToArray()).AsTask(),
        ["writer"] = c => c.Response.BodyWriter.WriteAsync("callback "u8.ToArray()).AsTask(),
        ["flushes"] = async c =>
        {
            await c.Response.Body.FlushAsync();
            await c.Response.BodyWriter.FlushAsync();
            await c.Response.WriteAsync("callback ");
            await c.Response.Body.FlushAsync();
        },
        ["start"] = async c =>
        {
            await c.Response.StartAsync();
            await c.Response.WriteAsync("callback ");
        },
        ["file"] = async c =>
        {
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, "callback ");
            await c.Response.SendFileAsync(file);
            File.Delete(file);
        },
        ["held over an await"] = async c =>
        {
            await Task.Yield();
            await c.Response.WriteAsync("callback ");
        },
    };

    public static TheoryData<string, string> Writes
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var write in s_writes.Keys)
            {
                foreach (var way in new[] { "nothing", "text", "Body.WriteAsync", "early flush", "BodyWriter.WriteAsync" }) all.Add(write, way);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task What_a_callback_writes_comes_before_what_started_the_response(string write, string way)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var plain = await connection.AskAsync("GET", $"/plain/{way.Escaped()}");
        var answer = await connection.AskAsync("GET", $"/{write.Escaped()}/{way.Escaped()}");
        Assert.Equal((200, "callback " + plain.Body, true), (answer.Status, answer.Body, answer.IsComplete));
        Assert.Equal("from a callback", (await connection.AskAsync("GET", "/note", answer.CookieLine)).Body);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Nothing_of_it_is_sent_where_the_commit_fails(string write, string way)
    {
        await using var app = await StartAsync();
        app.Outage.Failing = StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", $"/{write.Escaped()}/{way.Escaped()}");
        Assert.Equal((503, true), (answer.Status, answer.IsComplete));
        Assert.DoesNotContain("callback", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Over_HTTP_2_it_is_the_same(string write, string way)
    {
        await using var app = await StartAsync(HttpProtocols.Http2);
        using var client = app.App.NewBareClient();
        (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        var plain = await client.GetStringAsync($"/plain/{way.Escaped()}");
        Assert.Equal("callback " + plain, await client.GetStringAsync($"/{write.Escaped()}/{way.Escaped()}").WaitAsync(StartingApp.Limit));
    }

    [Fact]
    public async Task A_callback_that_completes_the_response_ends_it_after_the_commit()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/completes");
        Assert.Equal((200, "callback", true), (answer.Status, answer.Body, answer.IsComplete));
        Assert.Equal("from a callback", (await connection.AskAsync("GET", "/note", answer.CookieLine)).Body);
    }

    private static Task<StoreApp> StartAsync(HttpProtocols protocols = HttpProtocols.Http1) => StartingApp.StartAsync(
        app =>
        {
            app.MapGet("/plain/{way}", (string way, HttpContext context, Session<Visits> session) => context.AnswerAsync(way));
            app.MapGet("/{write}/{way}", (string write, string way, HttpContext context, Session<Visits> session) =>
            {
                context.Response.OnStarting(async () =>
                {
                    session.Data = session.Data with { Note = "from a callback" };
                    await s_writes[write](context);
                });
                return context.AnswerAsync(way);
            });
            app.MapGet("/completes", async (HttpContext context, Session<Visits> session) =>
            {
                context.Response.OnStarting(async () =>
                {
                    session.Data = session.Data with { Note = "from a callback" };
                    await context.Response.WriteAsync("callback");
                    await context.Response.CompleteAsync();
                });
                await context.Response.StartAsync();
            });
        },
        protocols: protocols);
}
