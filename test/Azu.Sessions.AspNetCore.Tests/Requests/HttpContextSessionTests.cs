using System.Text;
using Azu.Sessions.Conformance;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary><c>HttpContext.Session</c> does what ASP.NET Core documents, on the record of the typed session and apart from its data.</summary>
public sealed class HttpContextSessionTests
{
    [Fact]
    public async Task Bytes_numbers_and_texts_persist_across_requests_beside_the_typed_data()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/fill");
        var shown = await connection.SendAsync("GET", "/show", first.CookieLine);
        Assert.Equal("1,2,3 42 grüße typed bytes,number,text", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(shown.Body)));
        Assert.Single(app.Stored());
    }

    [Fact]
    public async Task Removing_and_clearing_take_away_only_what_they_say()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/fill");
        await connection.SendAsync("GET", "/remove/number", first.CookieLine);
        Assert.Equal("bytes,text", (await connection.SendAsync("GET", "/keys", first.CookieLine)).Body);
        await connection.SendAsync("GET", "/remove/unknown", first.CookieLine);
        await connection.SendAsync("GET", "/clear", first.CookieLine);
        Assert.Equal("", (await connection.SendAsync("GET", "/keys", first.CookieLine)).Body);
        Assert.Equal("typed", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task An_unknown_key_is_not_there_and_a_read_stores_nothing()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal("False True True 0", (await connection.SendAsync("GET", "/unknown")).Body);
        Assert.Empty(app.Stored());
        Assert.Equal(0, app.Calls.Total);
    }

    [Fact]
    public async Task The_id_is_the_public_one_and_the_same_in_every_request()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/fill");
        var id = (await connection.SendAsync("GET", "/session-id", first.CookieLine)).Body;
        Assert.Equal(Assert.Single(app.Stored()).Id.ToString(), id);
        Assert.Equal(id, (await connection.SendAsync("GET", "/session-id", first.CookieLine)).Body);
    }

    [Fact]
    public async Task What_was_got_or_given_can_be_changed_without_changing_the_session()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal("1", (await connection.SendAsync("GET", "/own-copy")).Body);
    }

    [Fact]
    [Trait("Requirement", "R-49")]
    public async Task Parallel_requests_that_set_different_keys_both_keep_theirs()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        await using var other = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/fill");
        for (var round = 0; round < 20; round++)
        {
            app.Calls.Reset();
            var gate = app.Gates.Close(StoreOperations.Update);
            var (a, b) = (connection.SendAsync("GET", $"/set/a/{round}", first.CookieLine), other.SendAsync("GET", $"/set/b/{round}", first.CookieLine));
            // One writes, and the other has loaded what was there before.
            await gate.ArrivalAsync();
            await Eventually.HoldsAsync(() => app.Calls[StoreOperations.Find] == 2);
            gate.Open();
            await Task.WhenAll(a, b);
            Assert.Equal($"{round} {round}", (await connection.SendAsync("GET", "/ab", first.CookieLine)).Body);
        }
    }

    [Fact]
    public async Task A_commit_of_its_own_stores_at_once_and_later_changes_are_stored_as_well()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/fill");
        Assert.Equal(500, (await connection.SendAsync("GET", "/commit-and-fail", first.CookieLine)).Status);
        Assert.Equal("committed ", (await connection.SendAsync("GET", "/ab", first.CookieLine)).Body);
        Assert.Equal(200, (await connection.SendAsync("GET", "/commit-and-go-on", first.CookieLine)).Status);
        Assert.Equal("one two", (await connection.SendAsync("GET", "/ab", first.CookieLine)).Body);
    }

    [Fact]
    public async Task While_the_store_is_down_it_is_not_available_and_a_change_is_a_503()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/fill");
        app.Outage.Failing = StoreOperations.All;
        Assert.Equal("False False True 0", (await connection.SendAsync("GET", "/unknown", first.CookieLine)).Body);
        Assert.Equal(503, (await connection.SendAsync("GET", "/set/a/x", first.CookieLine)).Status);
        app.Outage.Failing = StoreOperations.None;
        Assert.Equal("bytes,number,text", (await connection.SendAsync("GET", "/keys", first.CookieLine)).Body);
    }

    [Fact]
    public async Task Where_no_endpoint_is_matched_it_is_loaded_when_asked_to()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/fill");
        Assert.Equal("False True bytes,number,text", (await connection.SendAsync("GET", "/terminal", first.CookieLine)).Body);
        Assert.Equal("added", (await connection.SendAsync("GET", "/get/terminal", first.CookieLine)).Body);
        Assert.Contains(app.App.Sink.Lines, l => l.Contains("HttpContext.Session.LoadAsync()", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_the_response_has_started_a_change_is_refused_and_reading_goes_on()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/fill");
        Assert.Equal("refused refused refused 42", (await connection.SendAsync("GET", "/late", first.CookieLine)).Body);
    }

    private static Task<StoreApp> StartAsync() => StoreApp.StartAsync<Visits>(a =>
    {
        a.UseAzuSessions();
        a.Use(TerminalAsync);
        a.MapVisits();
        a.MapGet("/fill", (HttpContext context, Session<Visits> session) =>
        {
            session.Data = new() { Note = "typed" };
            context.Session.Set("bytes", [1, 2, 3]);
            context.Session.SetInt32("number", 42);
            context.Session.SetString("text", "grüße");
        });
        a.MapGet("/show", (HttpContext context, Session<Visits> session) =>
            $"{string.Join(',', context.Session.Get("bytes")!)} {context.Session.GetInt32("number")} {context.Session.GetString("text")} " +
                $"{session.Data.Note} {Keys(context)}");
        a.MapGet("/keys", Keys);
        a.MapGet("/remove/{key}", (string key, HttpContext context) => context.Session.Remove(key));
        a.MapGet("/clear", (HttpContext context) => context.Session.Clear());
        a.MapGet("/set/{key}/{value}", (string key, string value, HttpContext context) => context.Session.SetString(key, value));
        a.MapGet("/get/{key}", (string key, HttpContext context) => context.Session.GetString(key));
        a.MapGet("/ab", (HttpContext context) => $"{context.Session.GetString("a")} {context.Session.GetString("b")}");
        a.MapGet("/session-id", (HttpContext context) => context.Session.Id);
        a.MapGet("/unknown", (HttpContext context) =>
            $"{context.Session.TryGetValue("unknown", out var value)} {context.Session.IsAvailable} " +
            $"{value is null && context.Session.GetInt32("unknown") is null} {context.Session.Keys.Count()}");
        a.MapGet("/own-copy", (HttpContext context) =>
        {
            byte[] given = [1];
            context.Session.Set("copy", given);
            given[0] = 9;
            context.Session.Get("copy")![0] = 8;
            return context.Session.Get("copy")![0].ToString();
        });
        a.MapGet("/commit-and-fail", async Task (HttpContext context) =>
        {
            context.Session.SetString("a", "committed");
            await context.Session.CommitAsync();
            context.Session.SetString("b", "failed");
            throw new InvalidOperationException();
        });
        a.MapGet("/commit-and-go-on", async (HttpContext context) =>
        {
            context.Session.SetString("a", "one");
            await context.Session.CommitAsync();
            context.Session.SetString("b", "two");
        });
        a.MapGet("/late", async (HttpContext context) =>
        {
            await context.Response.StartAsync();
            var refusals = new Action[] { () =>
                context.Session.SetString("late", "x"), () =>
                context.Session.Remove("text"), context.Session.Clear }.Select(c =>
                Record.Exception(c) is InvalidOperationException { InnerException: SessionCommittedException } ? "refused" : "accepted");
            await context.Response.WriteAsync($"{string.Join(' ', refusals)} {context.Session.GetInt32("number")}");
        });
    });

    private static string Keys(HttpContext context) => string.Join(',', context.Session.Keys.Order(StringComparer.Ordinal));

    private static async Task TerminalAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path != "/terminal")
        {
            await next(context);
            return;
        }

        var before = context.Session.IsAvailable;
        var refusal = Assert.Throws<InvalidOperationException>(() => context.Session.GetString("text"));
        context.RequestServices.GetRequiredService<ILogger<HttpContextSessionTests>>().LogInformation("{Message}", refusal.Message);
        await context.Session.LoadAsync();
        var text = $"{before} {context.Session.IsAvailable} {Keys(context)}";
        context.Session.SetString("terminal", "added");
        await context.Response.WriteAsync(text);
    }
}
