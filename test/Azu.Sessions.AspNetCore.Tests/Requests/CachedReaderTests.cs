using Microsoft.Net.Http.Headers;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>
/// A middleware reads the session, as one for cultures or tenants does, and the endpoint uses what it found without reading the session itself.
/// </summary>
[Trait("Requirement", "R-23")]
public sealed class CachedReaderTests
{
    public static TheoryData<string, string> Orders
    {
        get
        {
            var orders = new TheoryData<string, string>();
            foreach (var order in new[] { "cache, sessions, reader", "sessions, cache, reader", "sessions, reader, cache" })
            {
                foreach (var page in new[] { "/text", "/length", "/flushed", "/stream", "/file", "/public", "/at-the-start" }) orders.Add(order, page);
            }

            return orders;
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_page_made_of_what_a_middleware_read_goes_to_no_other_visitor(string order, string page)
    {
        await using var app = await StartAsync(order);
        using var alice = app.NewBrowser();
        using var bob = app.NewBrowser();
        using var stranger = app.NewBrowser();
        (await alice.PostAsync("/login/alice", null)).EnsureSuccessStatusCode().Dispose();
        (await bob.PostAsync("/login/bob", null)).EnsureSuccessStatusCode().Dispose();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("Hello alice", await PageOfAsync(alice, page));
            Assert.Equal("Hello bob", await PageOfAsync(bob, page));
            Assert.Equal("Hello stranger", await PageOfAsync(stranger, page));
        }
    }

    [Theory]
    [InlineData("cache, sessions, reader")]
    [InlineData("sessions, cache, reader")]
    [InlineData("sessions, reader, cache")]
    public async Task Its_date_is_the_server_s_own(string order)
    {
        await using var app = await StartAsync(order);
        using var browser = app.NewBrowser();
        foreach (var page in new[] { "/text", "/public", "/empty" })
        {
            using var answer = await browser.GetAsync(page);
            Assert.True(answer.Headers.Date > DateTimeOffset.UnixEpoch.AddYears(50), $"{page} is of {answer.Headers.Date}.");
        }
    }

    [Theory]
    [InlineData("cache, sessions, reader")]
    [InlineData("sessions, cache, reader")]
    [InlineData("sessions, reader, cache")]
    public async Task A_page_without_a_body_tells_no_other_visitor_in_its_headers(string order)
    {
        await using var app = await StartAsync(order);
        using var alice = app.NewBrowser();
        using var stranger = app.NewBrowser();
        (await alice.PostAsync("/login/alice", null)).EnsureSuccessStatusCode().Dispose();
        Assert.Equal("alice", await NameOfAsync(alice, "/empty"));
        Assert.Equal("stranger", await NameOfAsync(stranger, "/empty"));
        Assert.Equal("alice", await NameOfAsync(alice, "/empty-at-the-start"));
        // A cache behind the sessions stores such a page before its callback runs, so without the header.
        Assert.NotEqual("alice", await NameOfAsync(stranger, "/empty-at-the-start"));

        static async Task<string?> NameOfAsync(HttpClient browser, string page)
        {
            using var answer = await browser.GetAsync(page);
            return answer.Headers.TryGetValues("X-Name", out var names) ? Assert.Single(names) : null;
        }
    }

    [Fact]
    public async Task A_page_that_a_middleware_in_front_makes_of_the_session_goes_to_no_other_visitor()
    {
        await using var app = await StartAsync("cache, writer, sessions");
        using var alice = app.NewBrowser();
        using var stranger = app.NewBrowser();
        (await alice.PostAsync("/login/alice", null)).EnsureSuccessStatusCode().Dispose();
        Assert.Equal("Hello alice", await PageOfAsync(alice, "/from-the-front"));
        Assert.Equal("Hello stranger", await PageOfAsync(stranger, "/from-the-front"));
    }

    [Theory]
    [InlineData("cache, sessions, reader")]
    [InlineData("sessions, cache, reader")]
    [InlineData("sessions, reader, cache")]
    public async Task A_page_that_nothing_was_read_for_is_cached_as_ever(string order)
    {
        await using var app = await StartAsync(order);
        using var browser = app.NewBrowser();
        var first = await browser.GetStringAsync("/untouched");
        Assert.Equal(first, await browser.GetStringAsync("/untouched"));
    }

    private static async Task<string> PageOfAsync(HttpClient browser, string page)
    {
        using var answer = await browser.GetAsync(page);
        answer.EnsureSuccessStatusCode();
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task<TestApp> StartAsync(string order)
    {
        var runs = 0;
        return TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddOutputCache();
                builder.Services.AddResponseCaching();
                builder.Services.AddAzuSessions<Visitor>().UseMemoryStore();
            },
            app =>
            {
                foreach (var part in order.Split(", "))
                {
                    if (part == "cache") app.UseResponseCaching().UseOutputCache();
                    else if (part == "sessions") app.UseAzuSessions();
                    else if (part == "reader") app.Use(ReadAsync);
                    else app.Use(WriteAfterwardsAsync);
                }

                app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.Data = session.Data with { Name = name });
                app.MapGet("/text", (HttpContext context) => Greeting(context)).CacheOutput();
                app.MapGet("/at-the-start", async (HttpContext context) =>
                {
                    // What is read is written when the response starts.
                    context.Response.OnStarting(() => context.Response.WriteAsync($"Hello {context.GetSession<Visitor>().Data.Name ?? "stranger"}"));
                    await context.Response.StartAsync();
                }).CacheOutput();
                app.MapGet("/empty-at-the-start", (HttpContext context) => context.Response.OnStarting(() =>
                {
                    context.Response.Headers["X-Name"] = context.GetSession<Visitor>().Data.Name ?? "stranger";
                    return Task.CompletedTask;
                })).CacheOutput();
                app.MapGet("/length", async (HttpContext context) =>
                {
                    context.Response.ContentLength = Greeting(context).Length;
                    await context.Response.WriteAsync(Greeting(context));
                }).CacheOutput();
                app.MapGet("/flushed", async (HttpContext context) =>
                {
                    await context.Response.Body.FlushAsync();
                    await context.Response.WriteAsync(Greeting(context));
                }).CacheOutput();
                app.MapGet("/stream", async (HttpContext context) =>
                {
                    await context.Response.WriteAsync("Hello ");
                    await context.Response.WriteAsync(Greeting(context)["Hello ".Length..]);
                }).CacheOutput();
                app.MapGet("/file", (HttpContext context) => Results.Bytes(System.Text.Encoding.UTF8.GetBytes(Greeting(context)))).CacheOutput();
                app.MapGet("/public", (HttpContext context) =>
                {
                    context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=60";
                    return Greeting(context);
                });
                app.MapGet("/empty", (HttpContext context) =>
                {
                    context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=60";
                    context.Response.Headers["X-Name"] = Greeting(context)["Hello ".Length..];
                }).CacheOutput();
                app.MapGet("/from-the-front", () => { }).CacheOutput();
                app.MapGet("/untouched", () => $"run {Interlocked.Increment(ref runs)}").CacheOutput();
            });
    }

    private static async Task ReadAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path != "/untouched" && !context.Request.Path.Value!.EndsWith("at-the-start", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/login", StringComparison.Ordinal)) context.Items["name"] = context.GetSession<Visitor>().Data.Name
            ?? "stranger";
        await next(context);
    }

    private static async Task WriteAfterwardsAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Request.Path == "/from-the-front") await context.Response.WriteAsync($"Hello {context.GetSession<Visitor>().Data.Name ?? "stranger"}");
    }

    private static string Greeting(HttpContext context) => $"Hello {context.Items["name"]}";
}
