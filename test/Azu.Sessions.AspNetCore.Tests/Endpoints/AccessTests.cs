using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What endpoints do with the session: only read it, poll it, or ask for it where nobody matched them.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData("/read-only")]
    [InlineData("/mvc/read-only")]
    public async Task A_change_in_a_read_only_endpoint_is_refused_with_the_reason(string path)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        Assert.Contains("SessionAccess.ReadOnly", (await connection.SendAsync("GET", path, first.CookieLine)).Body, StringComparison.Ordinal);
        Assert.Equal("hello", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task A_read_only_endpoint_consumes_no_flash_and_creates_nothing()
    {
        await using var app = await StartAsync(o => o.SaveUnmodified = true);
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Empty((await connection.SendAsync("GET", "/peek")).SetCookies);
        Assert.Empty(app.Stored());
        var first = await connection.SendAsync("GET", "/flash/hello");
        for (var i = 0; i < 2; i++) Assert.Equal("hello", (await connection.SendAsync("GET", "/peek", first.CookieLine)).Body);
        Assert.Equal("hello", (await connection.SendAsync("GET", "/flash", first.CookieLine)).Body);
    }

    [Fact]
    [Trait("Requirement", "R-30")]
    public async Task A_passive_endpoint_does_not_extend_the_idle_time_not_even_by_a_write()
    {
        var clock = new ManualTimeProvider();
        await using var app = await StartAsync(clock: clock);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        for (var minute = 0; minute < 5; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal("hello", (await connection.SendAsync("GET", "/poll", first.CookieLine)).Body);
            await connection.SendAsync("GET", "/poll-and-count", first.CookieLine);
        }

        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("none", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    [Trait("Requirement", "R-35")]
    public async Task An_ordinary_endpoint_extends_it()
    {
        var clock = new ManualTimeProvider();
        await using var app = await StartAsync(clock: clock);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        for (var minute = 0; minute < 12; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal("hello", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
        }
    }

    [Fact]
    public async Task Where_no_endpoint_is_matched_the_session_is_loaded_when_asked_for_and_committed()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        app.Calls.Reset();
        Assert.Equal(404, (await connection.SendAsync("GET", "/nowhere", first.CookieLine)).Status);
        Assert.Equal(0, app.Calls.Total);
        Assert.Equal("hello hello", (await connection.SendAsync("GET", "/terminal", first.CookieLine)).Body);
        Assert.Equal("terminal", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
        var second = await connection.SendAsync("GET", "/note/hello");
        var missing = await connection.SendAsync("GET", "/nowhere/with-session", second.CookieLine);
        Assert.Equal((404, "hello"), (missing.Status, missing.Body));
    }

    [Fact]
    public async Task Where_no_endpoint_is_matched_and_nobody_asked_the_session_says_how_to_ask()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Contains("await context.GetSessionAsync<Visits>()", (await connection.SendAsync("GET", "/terminal/unasked")).Body, StringComparison.Ordinal);
    }

    private static Task<StoreApp> StartAsync(Action<AzuSessionsOptions>? options = null, TimeProvider? clock = null) => StoreApp.StartAsync<Visits>(
        a =>
        {
            a.UseAzuSessions();
            a.Use(TerminalAsync);
            a.MapVisits();
            a.MapControllers();
            a.MapGet("/flash/{text}", (string text, Session<Visits> session) => session.Flash.Notice = text);
            a.MapGet("/read-only", (Session<Visits> session) => Record.Exception(() => session.Data = new() { Note = "changed" })!.Message)
                .WithSession(SessionAccess.ReadOnly);
            a.MapGet("/peek", (Session<Visits> session) => session.Flash.Notice ?? "none").WithSession(SessionAccess.ReadOnly);
            a.MapGet("/poll", (Session<Visits> session) => session.Data.Note ?? "none").WithSession(SessionAccess.Passive);
            a.MapGet("/poll-and-count", (Session<Visits> session) => session.Update(d => d with { Count = d.Count + 1 })).WithSession(SessionAccess.Passive);
        },
        options,
        b =>
        {
            b.Services.AddControllers().AddApplicationPart(typeof(GuardedController).Assembly).OnlyControllersIn(typeof(GuardedController).Namespace!);
            if (clock is not null) b.Services.AddSingleton(clock);
        },
        records: clock is null ? null : new DurableStore { Clock = clock });

    private static async Task TerminalAsync(HttpContext context, RequestDelegate next)
    {
        switch (context.Request.Path)
        {
            case "/terminal":
                var session = await context.GetSessionAsync<Visits>();
                var injected = context.RequestServices.GetRequiredService<Session<Visits>>();
                var text = $"{session.Data.Note} {injected.Data.Note}";
                session.Data = session.Data with { Note = "terminal" };
                await context.Response.WriteAsync(text);
                break;
            case "/terminal/unasked":
                await context.Response.WriteAsync(Assert.Throws<InvalidOperationException>(() => context.GetSession<Visits>()).Message);
                break;
            case "/nowhere/with-session":
                context.Response.StatusCode = 404;
                await context.Response.WriteAsync((await context.GetSessionAsync<Visits>()).Data.Note!);
                break;
            default:
                await next(context);
                break;
        }
    }
}
