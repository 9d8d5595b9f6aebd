namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Pages for statuses, which run the pipeline a second time.</summary>
public sealed class StatusPageTests
{
    [Fact]
    public async Task The_page_of_a_status_finds_the_session_of_the_endpoint_and_its_cookie_goes_out_once()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/forbidden");
        Assert.Equal((403, "403 page sees written"), (answer.Status, answer.Body));
        Assert.Single(answer.SetCookies);
        Assert.Equal("written", (await connection.SendAsync("GET", "/note", answer.CookieLine)).Body);
        Assert.Equal("status 403", (await connection.SendAsync("GET", "/flash", answer.CookieLine)).Body);
        Assert.Single(app.Stored());
    }

    [Fact]
    public async Task The_page_of_an_address_that_nobody_knows_has_a_session()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/known");
        var answer = await connection.SendAsync("GET", "/nowhere", first.CookieLine);
        Assert.Equal((404, "404 page sees known"), (answer.Status, answer.Body));
        Assert.Equal("status 404", (await connection.SendAsync("GET", "/flash", first.CookieLine)).Body);
    }

    [Fact]
    public async Task The_page_of_a_failure_stores_its_own_flash_and_nothing_of_the_endpoint()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var answer = await connection.SendAsync("GET", "/fails", first.CookieLine);
        Assert.Equal((500, "500 page sees old"), (answer.Status, answer.Body));
        Assert.Equal("old", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
        Assert.Equal("status 500", (await connection.SendAsync("GET", "/flash", first.CookieLine)).Body);
    }

    [Fact]
    public async Task A_status_page_behind_the_sessions_is_no_wrong_order()
    {
        await using var app = await StoreApp.StartAsync<Visits>(a =>
        {
            a.UseAzuSessions();
            a.UseStatusCodePagesWithReExecute("/status", "?code={0}");
            a.MapVisits();
            a.MapGet("/status", (int code) => $"{code} page").WithoutSession();
        });
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/nowhere");
        Assert.Equal((404, "404 page"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task A_failed_commit_is_not_covered_by_a_status_page()
    {
        await using var app = await StartAsync();
        app.Outage.Failing = Azu.Sessions.Conformance.StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/note/lost");
        Assert.Equal(503, answer.Status);
        Assert.Contains("nothing was saved", answer.Body, StringComparison.Ordinal);
    }

    private static Task<StoreApp> StartAsync() => StoreApp.StartAsync<Visits>(a =>
    {
        a.UseStatusCodePagesWithReExecute("/status", "?code={0}");
        a.UseRouting();
        a.UseAzuSessions();
        a.MapVisits();
        a.MapGet("/forbidden", (Session<Visits> session) =>
        {
            session.Data = session.Data with { Note = "written" };
            return Results.StatusCode(403);
        });
        a.MapGet("/fails", (Session<Visits> session) =>
        {
            session.Data = session.Data with { Note = "written" };
            return Results.StatusCode(500);
        });
        a.MapGet("/status", (int code, Session<Visits> session) =>
        {
            session.Flash.Notice = $"status {code}";
            return $"{code} page sees {session.Data.Note}";
        });
    });
}
