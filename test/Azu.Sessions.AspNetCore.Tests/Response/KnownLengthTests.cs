namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Responses that say how long they are.</summary>
public sealed class KnownLengthTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public async Task A_length_that_does_not_fit_is_no_complete_answer_and_the_session_stays_whole(int length)
    {
        await using var app = await StoreApp.StartAsync<Visits>(a =>
        {
            a.UseAzuSessions();
            a.MapVisits();
            a.MapGet("/length/{length:int}", async (int length, HttpContext context, Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "new" };
                context.Response.ContentLength = length;
                await context.Response.Body.WriteAsync("ten bytes."u8.ToArray());
            });
        });
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var answer = await connection.SendAsync("GET", $"/length/{length}", first.CookieLine);
        Assert.True(!answer.IsComplete || answer.Status == 500);
        await using var next = await RawConnection.OpenAsync(app.App);
        Assert.Contains((await next.SendAsync("GET", "/note", first.CookieLine)).Body, new[] { "new", "old" });
    }
}
