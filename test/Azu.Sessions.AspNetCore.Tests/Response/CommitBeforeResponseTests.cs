using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A client cannot see a response before what it wrote is stored.</summary>
[Trait("Requirement", "R-21")]
public sealed class CommitBeforeResponseTests
{
    public static TheoryData<string> Ways => ResponseWays.All;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task While_the_write_is_held_no_byte_of_the_response_arrives(string way)
    {
        await using var app = await StoreApp.StartAsync<Visits>(a =>
        {
            a.UseAzuSessions();
            a.MapVisits();
            a.Map("/way/{way}", async (string way, HttpContext context, Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "new" };
                await context.AnswerAsync(way);
            });
        });
        await using var connection = await RawConnection.OpenAsync(app.App);
        await using var other = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");

        var gate = app.Gates.Close(StoreOperations.Update);
        await connection.WriteAsync(RawConnection.Request("GET", $"/way/{Uri.EscapeDataString(way)}", first.CookieLine));
        var answer = connection.ReadAsync();
        await gate.ArrivalAsync();
        // The server answers others meanwhile, and does not see the new value itself.
        Assert.Equal("old", (await other.SendAsync("GET", "/note", first.CookieLine)).Body);
        Assert.False(connection.HasReceived);

        gate.Open();
        Assert.True((await answer).IsComplete);
        Assert.Equal("new", (await other.SendAsync("GET", "/note", first.CookieLine)).Body);
    }
}
