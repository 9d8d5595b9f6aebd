using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests.TempData;

/// <summary>MVC and Razor Pages keep TempData in the session, and save it when the response starts.</summary>
/// <param name="add">Says how it is kept.</param>
public abstract class TempDataTests(Action<IServiceCollection> add)
{
    [Theory]
    [InlineData("mvc/read", "hello")]
    [InlineData("mvc/read-json", """{"message":"hello"}""")]
    [InlineData("mvc/read-file", "hello")]
    [InlineData("mvc/view", "<p>hello</p>")]
    public async Task A_message_is_shown_once_on_the_next_page(string to, string expected)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookie = await SetAsync(connection, "hello", to);
        var shown = await connection.AskAsync("GET", "/" + to, cookie);
        Assert.Equal((200, expected), (shown.Status, shown.Body.Trim()));
        Assert.Equal("none", (await connection.AskAsync("GET", "/mvc/read", cookie)).Body);
    }

    [Theory]
    [InlineData("mvc/read-empty", 202)]
    [InlineData("mvc/read-status/404", 404)]
    [InlineData("mvc/read-status/204", 204)]
    [InlineData("mvc/read-status/304", 304)]
    public async Task A_page_without_a_body_takes_the_message_too(string to, int status)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookie = await SetAsync(connection, "hello", to);
        Assert.Equal(status, (await connection.AskAsync("GET", "/" + to, cookie)).Status);
        Assert.Equal("none", (await connection.AskAsync("GET", "/mvc/read", cookie)).Body);
    }

    [Fact]
    public async Task A_Razor_page_fills_its_property_once()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var posted = await connection.AskAsync("POST", "/page/message?text=hello", "Content-Length: 0");
        Assert.Equal((302, "/page/message"), (posted.Status, posted["Location"]));
        Assert.Equal("<p>hello</p>", (await connection.AskAsync("GET", "/page/message", posted.CookieLine)).Body.Trim());
        Assert.Equal("<p>none</p>", (await connection.AskAsync("GET", "/page/message", posted.CookieLine)).Body.Trim());
    }

    [Theory]
    [InlineData("mvc/keep", "hello")]
    [InlineData("mvc/peek", "hello")]
    [InlineData("mvc/view-keep", "<p>hello</p>")]
    public async Task What_is_kept_or_peeked_at_stays(string path, string expected)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookie = await SetAsync(connection, "hello", path);
        for (var i = 0; i < 2; i++) Assert.Equal(expected, (await connection.AskAsync("GET", "/" + path, cookie)).Body.Trim());
        Assert.Equal("hello", (await connection.AskAsync("GET", "/mvc/read", cookie)).Body);
    }

    [Fact]
    public async Task A_message_that_no_cookie_could_hold_arrives_whole()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var posted = await connection.AskAsync("POST", "/mvc/large/200000", "Content-Length: 0");
        Assert.Equal(302, posted.Status);
        Assert.Equal(new('x', 200_000), (await connection.AskAsync("GET", "/mvc/read", posted.CookieLine)).Body);
    }

    [Fact]
    public async Task A_message_larger_than_a_session_may_be_is_an_error_and_no_redirect()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var posted = await connection.AskAsync("POST", "/mvc/large/2000000", "Content-Length: 0");
        Assert.Equal((500, null, true), (posted.Status, posted["Location"], posted.IsComplete));
        Assert.Empty(app.Stored());
    }

    [Fact]
    public async Task A_page_that_only_looks_for_a_message_writes_nothing()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        foreach (var path in new[] { "/mvc/read", "/mvc/peek", "/mvc/view",
            "/page/message" }) Assert.Empty((await connection.AskAsync("GET", path)).SetCookies);
        Assert.Empty(app.Stored());
    }

    [Fact]
    public async Task A_message_that_is_not_stored_is_a_503_and_no_redirect()
    {
        await using var app = await StartAsync();
        app.Outage.Failing = StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var posted = await connection.AskAsync("POST", "/mvc/set/hello?to=mvc/read", "Content-Length: 0");
        Assert.Equal((503, null, true), (posted.Status, posted["Location"], posted.IsComplete));
        Assert.Empty(posted.SetCookies);
    }

    [Fact]
    public async Task While_the_store_takes_no_writes_a_page_shows_no_message_that_would_come_again()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookie = await SetAsync(connection, "hello", "mvc/read");
        app.Outage.Failing = StoreOperations.Update;
        Assert.Equal(503, (await connection.AskAsync("GET", "/mvc/view", cookie)).Status);
        app.Outage.Failing = StoreOperations.None;
        Assert.Equal("hello", (await connection.AskAsync("GET", "/mvc/read", cookie)).Body);
    }

    [Fact]
    public async Task An_action_that_throws_keeps_the_message_for_the_page_after_it()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookie = await SetAsync(connection, "hello", "mvc/throws");
        var failed = await connection.AskAsync("GET", "/mvc/throws", cookie);
        Assert.Equal((500, true), (failed.Status, failed.IsComplete));
        Assert.Equal("hello", (await connection.AskAsync("GET", "/mvc/read", cookie)).Body);
        Assert.Equal(500, (await connection.AskAsync("POST", "/mvc/set-and-throw", "Content-Length: 0", cookie)).Status);
        Assert.Equal("none", (await connection.AskAsync("GET", "/mvc/read", cookie)).Body);
    }

    [Fact]
    public async Task An_error_page_shows_the_message_that_the_failed_action_left()
    {
        await using var app = await StartAsync(a => a.UseExceptionHandler("/mvc/error"));
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookie = await SetAsync(connection, "hello", "mvc/throws");
        var failed = await connection.AskAsync("GET", "/mvc/throws", cookie);
        Assert.Equal((500, true), (failed.Status, failed.IsComplete));
        Assert.Equal("sorry hello", failed.Body);
    }

    [Fact]
    public async Task A_status_page_finds_the_message_and_takes_it()
    {
        await using var app = await StartAsync(a => a.UseStatusCodePagesWithReExecute("/mvc/status", "?code={0}"));
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookie = await SetAsync(connection, "hello", "nowhere");
        var page = await connection.AskAsync("GET", "/nowhere", cookie);
        Assert.Equal((404, "status 404: hello"), (page.Status, page.Body));
        Assert.Equal("none", (await connection.AskAsync("GET", "/mvc/read", cookie)).Body);
    }

    [Fact]
    public async Task A_page_that_only_reads_its_session_can_look_for_a_message()
    {
        await using var app = await StartAsync(access: SessionAccess.ReadOnly);
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal((200, "none"), await AnswerAsync(connection, "/mvc/read"));
        Assert.Equal((200, "none"), await AnswerAsync(connection, "/mvc/peek"));
    }

    private protected static async Task<(int Status, string Body)> AnswerAsync(RawConnection connection, string path)
    {
        var answer = await connection.AskAsync("GET", path);
        return (answer.Status, answer.Body);
    }

    /// <summary>Posts a message; the header line with the session's cookie.</summary>
    private protected static async Task<string> SetAsync(RawConnection connection, string text, string to)
    {
        var posted = await connection.AskAsync("POST", $"/mvc/set/{text}?to={to}", "Content-Length: 0");
        Assert.Equal((302, "/" + to), (posted.Status, posted["Location"]));
        return posted.CookieLine;
    }

    private protected Task<StoreApp> StartAsync(Action<WebApplication>? before = null, SessionAccess? access = null) => StoreApp.StartAsync<Visits>(
        app =>
        {
            before?.Invoke(app);
            app.UseRouting();
            app.UseAzuSessions();
            app.MapControllers().WithSession(access);
            app.MapRazorPages().WithSession(access);
        },
        configure: builder =>
        {
            builder.Services.AddControllersWithViews().OnlyControllersIn(typeof(TempDataController).Namespace!);
            builder.Services.AddRazorPages(o => o.RootDirectory = "/TempData/Pages");
            builder.Services.AddSingleton(new Rendezvous(2));
            builder.Services.AddSingleton<TaskCompletionSource>();
            add(builder.Services);
        },
        environment: "Production");
}
