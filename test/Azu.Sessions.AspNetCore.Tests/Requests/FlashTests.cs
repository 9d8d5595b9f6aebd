using System.Net;
using Azu.Sessions;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A message for the next page: shown once, and never lost on the way.</summary>
[Trait("Requirement", "R-46")]
public sealed class FlashTests
{
    private readonly FailingStore _store = new(new MemoryStore(new(), TimeProvider.System));
    private Rendezvous _meeting = new(0);

    [Fact]
    public async Task After_a_redirect_a_message_is_shown_once()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        using var posted = await browser.PostAsync("/say/hello", null);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (posted.StatusCode, posted.Headers.Location!.OriginalString));
        Assert.Equal("hello", await browser.GetStringAsync("/"));
        Assert.Equal("none", await browser.GetStringAsync("/"));
    }

    [Fact]
    public async Task Messages_belong_to_their_visitor()
    {
        await using var app = await StartAsync();
        var visitors = Enumerable.Range(0, 8).Select(_ => app.NewBrowser()).ToArray();
        for (var round = 0; round < Tier.Of(10, 1_250); round++)
        {
            await Task.WhenAll(visitors.Select(async (visitor, i) => (await visitor.PostAsync($"/say/{round}-{i}", null)).Dispose()));
            var shown = await Task.WhenAll(visitors.Select(visitor => visitor.GetStringAsync("/")));
            Assert.Equal(Enumerable.Range(0, visitors.Length).Select(i => $"{round}-{i}"), shown);
        }

        foreach (var visitor in visitors)
        {
            Assert.Equal("none", await visitor.GetStringAsync("/"));
            visitor.Dispose();
        }
    }

    [Theory]
    [InlineData("/reads-then-500")]
    [InlineData("/reads-then-throws")]
    [InlineData("/reads-then-refused")]
    public async Task A_page_that_fails_does_not_lose_the_message(string page)
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        (await browser.PostAsync("/say/hello", null)).Dispose();
        if (page == "/reads-then-refused") _store.Failing = StoreOperations.Writes;
        using var failed = await browser.GetAsync(page);
        Assert.True((int)failed.StatusCode >= 500);
        _store.Failing = StoreOperations.None;
        Assert.Equal("hello", await browser.GetStringAsync("/"));
        Assert.Equal("none", await browser.GetStringAsync("/"));
    }

    [Theory]
    [InlineData("/says-then-500")]
    [InlineData("/says-then-throws")]
    public async Task A_request_that_fails_says_nothing(string path)
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        using var failed = await browser.PostAsync(path, null);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal("none", await browser.GetStringAsync("/"));
    }

    [Theory]
    [InlineData("/elsewhere")]
    [InlineData("/data")]
    [InlineData("/names")]
    [InlineData("/other-name")]
    [InlineData("/counts")]
    [InlineData("/nowhere")]
    [InlineData("/read-only")]
    public async Task A_request_that_does_not_use_the_message_up_leaves_it(string path)
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        (await browser.PostAsync("/say/hello", null)).Dispose();
        for (var i = 0; i < 3; i++) (await browser.GetAsync(path)).Dispose();
        Assert.Equal("hello", await browser.GetStringAsync("/"));
        Assert.Equal("none", await browser.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_message_that_is_said_while_another_is_read_is_not_lost()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        for (var round = 0; round < Tier.Of(25, 1_000); round++)
        {
            (await browser.PostAsync($"/say/first{round}", null)).Dispose();
            _meeting = new(2);
            var reading = browser.GetStringAsync("/meet");
            (await browser.PostAsync($"/meet/second{round}", null)).Dispose();
            Assert.Equal($"first{round}", await reading);
            Assert.Equal($"second{round}", await browser.GetStringAsync("/"));
        }
    }

    [Fact]
    public async Task Parallel_pages_show_a_message_at_least_once_and_none_after_them_does()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        for (var round = 0; round < Tier.Of(25, 1_000); round++)
        {
            (await browser.PostAsync($"/say/hello{round}", null)).Dispose();
            var shown = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => browser.GetStringAsync("/")));
            Assert.Contains($"hello{round}", shown);
            Assert.Equal("none", await browser.GetStringAsync("/"));
        }
    }

    [Fact]
    public async Task Kept_messages_are_shown_again_discarded_ones_never_and_those_for_now_at_once()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        (await browser.PostAsync("/say/hello", null)).Dispose();
        Assert.Equal("hello", await browser.GetStringAsync("/keeps"));
        Assert.Equal("hello", await browser.GetStringAsync("/keeps-all"));
        Assert.Equal("hello", await browser.GetStringAsync("/"));
        (await browser.PostAsync("/say/again", null)).Dispose();
        (await browser.GetAsync("/discards")).Dispose();
        Assert.Equal("none", await browser.GetStringAsync("/"));
        Assert.Equal("now", await browser.GetStringAsync("/now"));
        Assert.Equal("none", await browser.GetStringAsync("/"));
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(
        builder => builder.Services.AddAzuSessions<Visitor>().UseStore(_store)
            .WithResilience(r => (r.Retry.MaxAttempts, r.CircuitBreaker.FailureThreshold) = (1, 1_000)),
        app =>
        {
            app.UseAzuSessions();
            MapReaders(app);
            app.MapPost("/say/{text}", (string text, Session<Visitor> session) =>
            {
                session.Flash["notice"] = text;
                return Results.Redirect("/");
            });
            app.MapPost("/meet/{text}", async (string text, Session<Visitor> session) =>
            {
                await _meeting.ArriveAsync();
                session.Flash.Notice = text;
            });
            app.MapPost("/says-then-500", (Session<Visitor> session) =>
            {
                session.Flash.Notice = "lost";
                return Results.StatusCode(500);
            });
            app.MapPost("/says-then-throws", (Session<Visitor> session) =>
            {
                session.Flash.Notice = "lost";
                throw new InvalidOperationException("The endpoint fails.");
            });
            app.MapGet("/elsewhere", () => "hello");
            app.MapGet("/data", (Session<Visitor> session) => session.Data.Name ?? "nobody");
            app.MapGet("/names", (Session<Visitor> session) => string.Join(',', session.Flash.Names));
            app.MapGet("/other-name", (Session<Visitor> session) => session.Flash.Error ?? "none");
            app.MapGet("/counts", (Session<Visitor> session) => session.Update(d => d with { Count = d.Count + 1 }));
            app.MapGet("/discards", (Session<Visitor> session) => session.Flash.DiscardAll());
            app.MapGet("/now", (Session<Visitor> session) =>
            {
                session.Flash.Now["notice"] = "now";
                return session.Flash.Notice;
            });
        });

    private void MapReaders(WebApplication app)
    {
        app.MapGet("/", Read);
        app.MapGet("/read-only", Read).WithSession(SessionAccess.ReadOnly);
        app.MapGet("/reads-then-refused", Read);
        app.MapGet("/meet", async (Session<Visitor> session) =>
        {
            await _meeting.ArriveAsync();
            return Read(session);
        });
        app.MapGet("/reads-then-500", (Session<Visitor> session) => Results.Text(Read(session), statusCode: 500));
        app.MapGet("/reads-then-throws", (Session<Visitor> session) => Read(session) == "none"
            ? "none"
            : throw new InvalidOperationException("The endpoint fails."));
        app.MapGet("/keeps", (Session<Visitor> session) =>
        {
            session.Flash.Keep("notice");
            return Read(session);
        });
        app.MapGet("/keeps-all", (Session<Visitor> session) =>
        {
            var shown = Read(session);
            session.Flash.KeepAll();
            return shown;
        });
    }

    private static string Read(Session<Visitor> session) => session.Flash.Notice ?? "none";
}
