using Microsoft.AspNetCore.Diagnostics;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What becomes of the session when the endpoint fails.</summary>
public sealed class FailingEndpointTests
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_handler_that_throws_stores_nothing(string environment)
    {
        await using var app = await StartAsync(environment: environment);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var failed = await connection.SendAsync("GET", "/throws", first.CookieLine);
        Assert.Equal(500, failed.Status);
        Assert.Empty(failed.SetCookies);
        Assert.Equal("old", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_lose_the_flash_message_it_read()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/flash/hello");
        Assert.Equal(500, (await connection.SendAsync("GET", "/reads-flash-and-throws", first.CookieLine)).Status);
        Assert.Equal("hello", (await connection.SendAsync("GET", "/flash", first.CookieLine)).Body);
    }

    [Fact]
    public async Task What_was_saved_before_the_exception_stays()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        Assert.Equal(500, (await connection.SendAsync("GET", "/saves-and-throws", first.CookieLine)).Status);
        Assert.Equal("saved", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_status_that_says_failure_stores_nothing(int status)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        Assert.Equal(status, (await connection.SendAsync("GET", $"/status/{status}", first.CookieLine)).Status);
        Assert.Equal("old", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task A_status_that_says_failure_keeps_what_was_saved_before_it()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        Assert.Equal(500, (await connection.SendAsync("GET", "/saves-and-answers-500", first.CookieLine)).Status);
        Assert.Equal("saved", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task A_status_that_says_failure_creates_no_session_where_every_visitor_gets_one()
    {
        await using var app = await StartAsync(options: o => o.SaveUnmodified = true);
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Empty((await connection.SendAsync("GET", "/status/500")).SetCookies);
        Assert.Empty(app.Stored());
    }

    [Fact]
    public async Task A_status_below_500_stores_as_ever()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        Assert.Equal(422, (await connection.SendAsync("GET", "/status/422", first.CookieLine)).Status);
        Assert.Equal("failed", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Theory]
    [Trait("Requirement", "R-27")]
    [InlineData("page")]
    [InlineData("lambda")]
    [InlineData("developer")]
    public async Task A_sign_in_before_the_exception_stands_and_its_cookie_goes_out_with_the_error_page(string handler)
    {
        await using var app = await StartAsync(handler);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var failed = await connection.SendAsync("GET", "/signs-in-and-throws", first.CookieLine);
        Assert.Equal(500, failed.Status);
        Assert.NotEqual(first.Cookie, failed.Cookie);
        Assert.Equal("private, no-store", failed["Cache-Control"]);
        Assert.Equal("alice old", (await connection.SendAsync("GET", "/who", failed.CookieLine)).Body);
        Assert.Equal("nobody", (await connection.SendAsync("GET", "/who", first.CookieLine)).Body);
    }

    [Theory]
    [Trait("Requirement", "R-36")]
    [InlineData("quiet page")]
    [InlineData("lambda")]
    [InlineData("developer")]
    public async Task A_sign_out_before_the_exception_stands_and_the_cookie_is_removed_with_the_error_page(string handler)
    {
        await using var app = await StartAsync(handler);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/signs-in");
        var failed = await connection.SendAsync("GET", "/signs-out-and-throws", first.CookieLine);
        Assert.Equal(500, failed.Status);
        Assert.Contains("max-age=0", Assert.Single(failed.SetCookies), StringComparison.Ordinal);
        Assert.Empty(app.Stored());
    }

    [Fact]
    public async Task The_error_page_finds_the_same_session_and_its_flash_is_stored()
    {
        await using var app = await StartAsync("page");
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var id = (await connection.SendAsync("GET", "/id", first.CookieLine)).Body;
        var failed = await connection.SendAsync("GET", "/throws", first.CookieLine);
        Assert.Equal((500, $"sorry, {id} old"), (failed.Status, failed.Body));
        Assert.Equal("something went wrong", (await connection.SendAsync("GET", "/flash", first.CookieLine)).Body);
        Assert.Equal("old", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task The_error_page_of_an_endpoint_that_only_reads_may_write()
    {
        await using var app = await StartAsync("page");
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        Assert.Equal(500, (await connection.SendAsync("GET", "/reads-and-throws", first.CookieLine)).Status);
        Assert.Equal("something went wrong", (await connection.SendAsync("GET", "/flash", first.CookieLine)).Body);
    }

    [Fact]
    public async Task The_error_page_of_an_endpoint_without_session_has_one()
    {
        await using var app = await StartAsync("page");
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var failed = await connection.SendAsync("GET", "/without-and-throws", first.CookieLine);
        Assert.EndsWith(" old", failed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_after_the_start_aborts_the_response_and_what_was_committed_stays()
    {
        await using var app = await StartAsync("page");
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var failed = await connection.SendAsync("GET", "/starts-and-throws", first.CookieLine);
        Assert.Equal(200, failed.Status);
        Assert.False(failed.IsComplete);
        Assert.True(await connection.IsClosedByServerAsync());
        await using var next = await RawConnection.OpenAsync(app.App);
        Assert.Equal("started", (await next.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    [Trait("Requirement", "R-21")]
    public async Task A_change_after_the_start_is_a_typed_error_and_not_lost_in_silence()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/changes-late");
        Assert.Equal("data, flash, update, item, sign in, sign out, save: SessionCommittedException, InvalidOperationException", answer.Body);
        Assert.Empty(app.Stored());
    }

    [Fact]
    [Trait("Requirement", "R-21")]
    public async Task A_session_that_is_first_loaded_after_the_start_can_only_be_read()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        Assert.Equal("old: SessionCommittedException", (await connection.SendAsync("GET", "/no-endpoint/late", first.CookieLine)).Body);
    }

    private static Task<StoreApp> StartAsync(string handler = "", Action<AzuSessionsOptions>? options = null, string environment = "Production") =>
        StoreApp.StartAsync<Visits>(
        app =>
        {
            if (handler == "page") app.UseExceptionHandler("/error");
            if (handler == "quiet page") app.UseExceptionHandler("/sorry");
            if (handler == "lambda") app.UseExceptionHandler(a =>
                a.Run(c => c.Response.WriteAsync("sorry " + c.Features.Get<IExceptionHandlerFeature>()!.Error.Message)));
            if (handler == "developer") app.UseDeveloperExceptionPage();
            app.UseRouting();
            app.UseAzuSessions();
            app.MapVisits();
            app.MapFailures();
            app.Use(async (context, next) =>
            {
                if (!context.Request.Path.StartsWithSegments("/no-endpoint", StringComparison.Ordinal))
                {
                    await next(context);
                    return;
                }

                await context.Response.StartAsync();
                var session = await context.GetSessionAsync<Visits>();
                await context.Response.WriteAsync($"{session.Data.Note}: {FailingEndpoints.Refusal(() => session.Data = new())}");
            });
        },
        options,
        environment: environment);
}
