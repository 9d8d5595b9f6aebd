using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A callback for the start of the response fails, or the endpoint fails and leaves its callbacks behind.</summary>
public sealed class FailingCallbackTests
{
    public static TheoryData<string, string> Failures
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var path in new[] { "/throws", "/throws-late", "/throws-and-swallows", "/throws-at-the-end" })
            {
                foreach (var handler in new[] { "", "page", "lambda", "developer" }) all.Add(path, handler);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_callback_that_throws_is_an_exception_of_the_endpoint(string path, string handler)
    {
        await using var app = await StartAsync(handler);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/note/old");
        var answer = await connection.AskAsync("GET", path, first.CookieLine);
        Assert.Equal((500, true), (answer.Status, answer.IsComplete));
        Assert.DoesNotContain("written", answer.Body, StringComparison.Ordinal);
        if (handler is "page" or "lambda") Assert.Equal("sorry", answer.Body);
        Assert.Equal("old", (await connection.AskAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Theory]
    [InlineData("page")]
    [InlineData("lambda")]
    [InlineData("developer")]
    public async Task An_endpoint_that_throws_leaves_its_callbacks_to_the_error_page_and_nothing_of_them_is_stored(string handler)
    {
        await using var app = await StartAsync(handler);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/note/old");
        var answer = await connection.AskAsync("GET", "/fails", first.CookieLine);
        Assert.Equal((500, true), (answer.Status, answer.IsComplete));
        Assert.NotEqual("", answer.Body);
        Assert.Equal("ran", answer["X-Callback"]);
        Assert.Equal("old", (await connection.AskAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Theory]
    [InlineData("page")]
    [InlineData("lambda")]
    [InlineData("developer")]
    public async Task Headers_of_callbacks_that_have_run_are_on_the_error_page(string handler)
    {
        await using var app = await StartAsync(handler);
        await using var connection = await RawConnection.OpenAsync(app.App);
        foreach (var path in new[] { "/throws-after-another", "/too-large" })
        {
            var answer = await connection.AskAsync("GET", path);
            Assert.Equal((500, true), (answer.Status, answer.IsComplete));
            Assert.Equal("ran", answer["X-Callback"]);
            Assert.Equal(["other=1; path=/"], answer.SetCookies);
        }
    }

    [Fact]
    public async Task An_error_page_stores_its_own_flash_beside_callbacks_that_are_left()
    {
        await using var app = await StartAsync("flash");
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/note/old");
        var answer = await connection.AskAsync("GET", "/fails", first.CookieLine);
        Assert.Equal((500, "sorry old"), (answer.Status, answer.Body));
        Assert.Equal("failed", (await connection.AskAsync("GET", "/flash", first.CookieLine)).Body);
        Assert.Equal("old", (await connection.AskAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task A_store_that_fails_in_the_endpoint_is_a_503_with_the_headers_of_callbacks_that_are_left()
    {
        await using var app = await StartAsync("");
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.AskAsync("GET", "/note/old");
        app.Outage.Failing = StoreOperations.Update;
        var answer = await connection.AskAsync("GET", "/saves", first.CookieLine);
        Assert.Equal((503, "ran", true), (answer.Status, answer["X-Callback"], answer.IsComplete));
        Assert.Contains("nothing was saved", answer.Body, StringComparison.Ordinal);
        app.Outage.Failing = StoreOperations.None;
        Assert.Equal("old", (await connection.AskAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task What_a_callback_said_of_the_endpoint_s_body_is_not_on_the_503()
    {
        await using var app = await StartAsync("");
        app.Outage.Failing = StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/describes");
        Assert.Equal((503, true, "no-store"), (answer.Status, answer.IsComplete, answer["Cache-Control"]));
        Assert.Equal("application/problem+json", answer["Content-Type"]);
        Assert.Equal((null, null, null), (answer["Content-Language"], answer["ETag"], answer["Expires"]));
        Assert.Equal("default-src 'none'", answer["Content-Security-Policy"]);
        Assert.Contains("Accept-Language", answer["Vary"], StringComparison.Ordinal);
        Assert.True(DateTimeOffset.Parse(answer["Date"]!, System.Globalization.CultureInfo.InvariantCulture).Year > 2000);
    }

    private static Task<StoreApp> StartAsync(string handler) => StartingApp.StartAsync(Map, before: app =>
    {
        if (handler == "page") app.UseExceptionHandler("/sorry");
        if (handler == "flash") app.UseExceptionHandler("/sorry-with-flash");
        if (handler == "lambda") app.UseExceptionHandler(a => a.Run(c => c.Response.WriteAsync("sorry")));
        if (handler == "developer") app.UseDeveloperExceptionPage();
    });

    private static void Map(WebApplication app)
    {
        app.MapGet("/sorry", () => "sorry").WithoutSession();
        app.MapGet("/sorry-with-flash", (HttpContext context, Session<Visits> session) =>
        {
            session.Flash.Notice = "failed";
            return Results.Text($"sorry {session.Data.Note}", statusCode: 500);
        });
        app.MapGet("/throws", async (HttpContext context, Session<Visits> session) =>
        {
            context.Response.OnStarting(() =>
            {
                session.Data = session.Data with { Note = "failed" };
                throw new InvalidOperationException("thrown by a callback");
            });
            await context.Response.WriteAsync("written");
        });
        app.MapGet("/throws-late", async (HttpContext context, Session<Visits> session) =>
        {
            ThrowAtStart(context, session);
            await context.Response.WriteAsync("written");
        });
        app.MapGet("/throws-and-swallows", async (HttpContext context, Session<Visits> session) =>
        {
            ThrowAtStart(context, session);
            for (var i = 0; i < 3; i++) await context.Response.WriteAsync("written").ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        app.MapGet("/throws-at-the-end", (HttpContext context, Session<Visits> session) => ThrowAtStart(context, session));
        app.MapGet("/fails", void (HttpContext context, Session<Visits> session) =>
        {
            RunAtStart(context, session);
            throw new InvalidOperationException("thrown by the endpoint");
        });
        app.MapGet("/saves", async (HttpContext context, Session<Visits> session) =>
        {
            RunAtStart(context, session);
            session.Data = session.Data with { Note = "failed" };
            await session.SaveAsync();
        });
        app.MapGet("/throws-after-another", async (HttpContext context, Session<Visits> session) =>
        {
            ThrowAtStart(context, session);
            RunAtStart(context, session);
            context.Response.OnStarting(() => AppendCookie(context));
            await context.Response.WriteAsync("written");
        });
        app.MapGet("/too-large", async (HttpContext context, Session<Visits> session) =>
        {
            RunAtStart(context, session);
            context.Response.OnStarting(() => AppendCookie(context));
            session.Data = session.Data with { Note = new('x', 2_000_000) };
            context.Response.OnStarting(() =>
            {
                session.Data = session.Data with { Count = 1 };
                return Task.CompletedTask;
            });
            await context.Response.WriteAsync("written");
        });
        app.MapGet("/describes", async (HttpContext context, Session<Visits> session) =>
        {
            context.Response.Headers.Vary = "Origin";
            context.Response.OnStarting(() =>
            {
                session.Data = session.Data with { Note = "read and written" };
                var headers = context.Response.Headers;
                (headers.ContentLanguage, headers.ETag, headers.Expires, headers.CacheControl) = ("de", "\"1\"", "Fri, 01 Jan 2100 00:00:00 GMT",
                    "public, max-age=60");
                headers.ContentSecurityPolicy = "default-src 'none'";
                headers.Append("Vary", "Accept-Language");
                return Task.CompletedTask;
            });
            await context.Response.WriteAsync("written");
        });
    }

    private static void ThrowAtStart(HttpContext context, Session<Visits> session) => context.Response.OnStarting(async () =>
    {
        session.Data = session.Data with { Note = "failed" };
        await Task.Yield();
        throw new InvalidOperationException("thrown by a callback");
    });

    private static void RunAtStart(HttpContext context, Session<Visits> session) => context.Response.OnStarting(async () =>
    {
        await Task.Yield();
        if (session.Data.Note?.Length < 1000) session.Data = session.Data with { Note = "from a callback" };
        context.Response.Headers["X-Callback"] = "ran";
    });

    private static Task AppendCookie(HttpContext context)
    {
        context.Response.Cookies.Append("other", "1");
        return Task.CompletedTask;
    }
}
