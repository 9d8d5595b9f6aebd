using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A callback for the start of the response, where a WebSocket starts it.</summary>
public sealed class UpgradeTests
{
    private static readonly string[] s_upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_callback_changes_is_stored_before_the_WebSocket_is_accepted(bool isInFront)
    {
        await using var app = await StartAsync(isInFront);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var gate = app.Gates.Close(StoreOperations.Create);
        await connection.WriteAsync(RawConnection.Request("GET", "/socket", s_upgrade));
        var accepting = connection.ReadAsync();
        await gate.ArrivalAsync().WaitAsync(StartingApp.Limit);
        Assert.False(connection.HasReceived);
        gate.Open();
        var accepted = await accepting.WaitAsync(StartingApp.Limit);
        Assert.Equal(101, accepted.Status);
        await using var other = await RawConnection.OpenAsync(app.App);
        Assert.Equal("from a callback", (await other.AskAsync("GET", "/note", accepted.CookieLine)).Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_WebSocket_whose_session_cannot_be_stored_is_refused_with_the_headers_of_its_callbacks(bool isInFront)
    {
        await using var app = await StartAsync(isInFront);
        app.Outage.Failing = StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/socket", s_upgrade);
        Assert.Equal((503, "ran", "", true), (answer.Status, answer["X-Callback"], answer.Body, answer.IsComplete));
    }

    [Fact]
    public async Task A_callback_that_accepts_the_WebSocket_is_refused_instead_of_waiting_for_itself()
    {
        await using var app = await StartAsync(isInFront: true);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/accepts-at-the-start", s_upgrade);
        Assert.Equal(500, answer.Status);
        Assert.Contains(app.App.Sink.Lines, l => l.Contains("Accept it in the endpoint", StringComparison.Ordinal));
    }

    private static Task<StoreApp> StartAsync(bool isInFront) => StartingApp.StartAsync(
        app =>
        {
            app.MapGet("/socket", async (HttpContext context, Session<Visits> session) =>
            {
                context.Response.OnStarting(async () =>
                {
                    await Task.Yield();
                    session.Data = session.Data with { Note = "from a callback" };
                    context.Response.Headers["X-Callback"] = "ran";
                });
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            });
            app.MapGet("/accepts-at-the-start", async (HttpContext context, Session<Visits> session) =>
            {
                context.Response.OnStarting(() => context.WebSockets.AcceptWebSocketAsync());
                await context.Response.WriteAsync("written");
            });
        },
        before: app =>
        {
            if (isInFront) app.UseWebSockets();
        },
        behind: app =>
        {
            if (!isInFront) app.UseWebSockets();
        });
}
