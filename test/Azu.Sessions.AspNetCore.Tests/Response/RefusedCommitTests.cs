using Azu.Sessions.Conformance;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Commits that the store would carry out and the engine does not: the session ended, somebody else was faster, the data is too large.</summary>
public sealed class RefusedCommitTests
{
    [Theory]
    [Trait("Requirement", "R-37")]
    [InlineData("text")]
    [InlineData("204")]
    [InlineData("redirect")]
    [InlineData("swallowed writes")]
    public async Task A_session_that_ended_meanwhile_is_a_409_for_the_page_that_wanted_to_write(string way)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var answer = await HeldAsync(app, connection, $"/way/{Uri.EscapeDataString(way)}", first, (_, id) => app.Records.RemoveAsync(id).AsTask());
        Assert.Equal(409, answer.Status);
        Assert.Contains("nothing was saved", answer.Body, StringComparison.Ordinal);
        Assert.Null(answer["Retry-After"]);
        Assert.Empty(answer.SetCookies);
        Assert.Empty(app.Stored());
        Assert.Equal("none", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    [Trait("Requirement", "R-37")]
    public async Task Where_the_application_wants_it_a_session_that_ended_meanwhile_drops_the_change_and_the_answer_stays()
    {
        await using var app = await StartAsync(o => o.OnGone = GoneMode.Discard);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var answer = await HeldAsync(app, connection, "/way/text", first, (_, id) => app.Records.RemoveAsync(id).AsTask());
        Assert.Equal((200, "written"), (answer.Status, answer.Body));
        Assert.Empty(answer.SetCookies);
        Assert.Empty(app.Stored());
    }

    [Fact]
    public async Task A_page_that_saves_itself_is_told_by_an_exception_that_becomes_a_409()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var answer = await HeldAsync(app, connection, "/saves", first, (_, id) => app.Records.RemoveAsync(id).AsTask());
        Assert.Equal(409, answer.Status);
    }

    [Fact]
    [Trait("Requirement", "R-49")]
    public async Task Where_the_application_wants_it_an_overwrite_is_a_409_and_the_first_value_stays()
    {
        await using var app = await StartAsync(o => o.OnOverwrite = OverwriteMode.Throw);
        await using var connection = await RawConnection.OpenAsync(app.App);
        await using var other = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        await connection.WriteAsync(RawConnection.Request("GET", "/waits", first.CookieLine));
        await app.App.Sink.UntilAsync(l => l.Contains("waiting in the endpoint", StringComparison.Ordinal));
        await other.SendAsync("GET", "/note/faster", first.CookieLine);
        await other.SendAsync("GET", "/go");
        var answer = await connection.ReadAsync();
        var values = (await other.SendAsync("GET", "/note", first.CookieLine)).Body;
        Assert.Equal(409, answer.Status);
        Assert.Equal("faster", values);
    }

    [Theory]
    [Trait("Requirement", "R-89")]
    [InlineData("text")]
    [InlineData("204")]
    [InlineData("nothing")]
    [InlineData("swallowed writes")]
    [InlineData("stream of JSON")]
    public async Task Data_beyond_the_limit_is_a_500_and_the_old_data_stays(string way)
    {
        await using var app = await StartAsync(o => o.MaxPayloadBytes = 1024);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        Assert.Equal(500, (await connection.SendAsync("GET", $"/too-large/{Uri.EscapeDataString(way)}", first.CookieLine)).Status);
        Assert.Equal("old", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
        Assert.Contains(app.App.Sink.Lines, l =>
            l.Contains("SessionTooLargeException", StringComparison.Ordinal) && l.Contains("1024", StringComparison.Ordinal));
    }

    /// <summary>Sends a request, and while its write is held lets something else happen.</summary>
    private static async Task<RawResponse> HeldAsync(StoreApp app, RawConnection connection, string path, RawResponse first,
        Func<StoreGate, SessionId, Task> meanwhile)
    {
        var id = Assert.Single(app.Stored()).Id;
        var gate = app.Gates.Close(StoreOperations.Update);
        await connection.WriteAsync(RawConnection.Request("GET", path, first.CookieLine));
        await gate.ArrivalAsync();
        await meanwhile(gate, id);
        gate.Open();
        return await connection.ReadAsync();
    }

    private static Task<StoreApp> StartAsync(Action<AzuSessionsOptions>? options = null) => StoreApp.StartAsync<Visits>(
        a =>
        {
            var go = new TaskCompletionSource();
            a.UseAzuSessions();
            a.MapVisits();
            a.Map("/way/{way}", async (string way, HttpContext context, Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "new" };
                await context.AnswerAsync(way);
            });
            a.Map("/too-large/{way}", async (string way, HttpContext context, Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = new('x', 2000) };
                await context.AnswerAsync(way);
            });
            a.MapGet("/go", go.SetResult).WithoutSession();
            a.MapGet("/waits", async (Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "slower" };
                a.Logger.LogInformation("waiting in the endpoint");
                await go.Task;
            });
            a.MapGet("/saves", async (Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "new" };
                await session.SaveAsync();
            });
        },
        options);
}
