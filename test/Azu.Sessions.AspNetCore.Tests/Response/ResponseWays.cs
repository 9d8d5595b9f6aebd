using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The ways in which an endpoint can answer.</summary>
internal static class ResponseWays
{
    private static readonly string s_file = typeof(ResponseWays).Assembly.Location;

    private static readonly Dictionary<string, Func<HttpContext, Task>> s_ways = new()
    {
        ["nothing"] = _ => Task.CompletedTask,
        ["text"] = c => c.Response.WriteAsync("written"),
        ["JSON"] = c => c.Response.WriteAsJsonAsync(new[] { "written" }),
        ["Results.Ok"] = c => Results.Ok("written").ExecuteAsync(c),
        ["Results.Json"] = c => Results.Json(new[] { "written" }).ExecuteAsync(c),
        ["204"] = c => Results.NoContent().ExecuteAsync(c),
        ["304"] = c => Results.StatusCode(304).ExecuteAsync(c),
        ["redirect"] = c => Results.Redirect("/elsewhere").ExecuteAsync(c),
        ["known length"] = async c =>
        {
            c.Response.ContentLength = 7;
            await c.Response.WriteAsync("written");
        },
        ["known length, writer"] = async c =>
        {
            c.Response.ContentLength = 7;
            "written"u8.CopyTo(c.Response.BodyWriter.GetSpan(7));
            c.Response.BodyWriter.Advance(7);
            await Task.Yield();
        },
        ["early start"] = async c =>
        {
            await c.Response.StartAsync();
            await c.Response.WriteAsync("written");
        },
        ["early flush"] = async c =>
        {
            await c.Response.Body.FlushAsync();
            await c.Response.WriteAsync("written");
        },
        ["Body.WriteAsync"] = async c =>
        {
            for (var i = 0; i < 3; i++) await c.Response.Body.WriteAsync("written"u8.ToArray());
        },
        ["BodyWriter, flushed"] = async c =>
        {
            "written"u8.CopyTo(c.Response.BodyWriter.GetMemory(7).Span);
            c.Response.BodyWriter.Advance(7);
            await c.Response.BodyWriter.FlushAsync();
            c.Response.BodyWriter.GetSpan(7).Fill((byte)'x');
            c.Response.BodyWriter.Advance(7);
        },
        ["BodyWriter, not flushed"] = c =>
        {
            c.Response.BodyWriter.GetSpan(7).Fill((byte)'x');
            c.Response.BodyWriter.Advance(7);
            return Task.CompletedTask;
        },
        ["BodyWriter.WriteAsync"] = async c => await c.Response.BodyWriter.WriteAsync("written"u8.ToArray()),
        ["BodyWriter.CompleteAsync"] = async c =>
        {
            c.Response.BodyWriter.GetSpan(7).Fill((byte)'x');
            c.Response.BodyWriter.Advance(7);
            await c.Response.BodyWriter.CompleteAsync();
        },
        ["file"] = c => c.Response.SendFileAsync(s_file),
        ["Results.File"] = c => Results.File(s_file).ExecuteAsync(c),
        ["stream of JSON"] = c => Results.Ok(NumbersAsync()).ExecuteAsync(c),
        ["CompleteAsync"] = async c =>
        {
            await c.Response.WriteAsync("written");
            await c.Response.CompleteAsync();
        },
        ["buffering disabled"] = async c =>
        {
            c.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
            await c.Response.WriteAsync("written");
        },
        ["swallowed writes"] = async c =>
        {
            // as some serialisers and proxies do
            for (var i = 0; i < 3; i++) await c.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("written")).AsTask()
                .ContinueWith(static _ => { }, TaskScheduler.Default);
        },
        ["a failure after the write"] = async c =>
        {
            await c.Response.WriteAsync("written");
            if (c.Response.StatusCode == 503) throw new InvalidOperationException("The endpoint fails because of what it sees.");
        },
        ["parallel writes"] = c => Task.WhenAll(c.Response.WriteAsync("written"), c.Response.Body.FlushAsync()),
    };

    public static TheoryData<string> All => [.. s_ways.Keys];

    public static Task AnswerAsync(this HttpContext context, string way) => s_ways[way](context);

    private static async IAsyncEnumerable<int> NumbersAsync()
    {
        for (var i = 0; i < 10_000; i++)
        {
            if (i % 1000 == 0) await Task.Yield();
            yield return i;
        }
    }
}
