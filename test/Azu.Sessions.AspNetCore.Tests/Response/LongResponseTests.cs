using System.Net.WebSockets;
using System.Text;
using Azu.Sessions.Conformance;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Responses that last: WebSockets and server-sent events.</summary>
public sealed class LongResponseTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_WebSocket_is_accepted_after_the_commit_and_the_cookie_is_on_the_upgrade(bool isInFront)
    {
        await using var app = await StartAsync(isInFront);
        var gate = app.Gates.Close(StoreOperations.Create);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        var connecting = socket.ConnectAsync(AddressOf(app), CancellationToken.None);
        await gate.ArrivalAsync();
        Assert.False(connecting.IsCompleted);
        gate.Open();
        await connecting;

        Assert.Equal("socket", await ReceiveAsync(socket));
        var cookie = Assert.Single(socket.HttpResponseHeaders!["Set-Cookie"]);
        app.App.Sink.NoteToken(cookie.Split(';')[0].Split('=', 2)[1]);
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal("socket", (await connection.SendAsync("GET", "/note", "Cookie: " + cookie.Split(';')[0])).Body);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_commit_refuses_the_WebSocket_with_a_503(bool isInFront)
    {
        await using var app = await StartAsync(isInFront);
        app.Outage.Failing = StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/socket", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        Assert.Equal((503, "", true), (answer.Status, answer.Body, answer.IsComplete));
        Assert.NotNull(answer["Retry-After"]);
    }

    [Fact]
    public async Task A_change_inside_the_WebSocket_is_a_typed_error()
    {
        await using var app = await StartAsync(isInFront: false);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(AddressOf(app), CancellationToken.None);
        Assert.Equal("socket", await ReceiveAsync(socket));
        Assert.Equal("SessionCommittedException", await ReceiveAsync(socket));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    [Theory]
    [Trait("Requirement", "R-39")]
    [InlineData("revoke")]
    [InlineData("sign out")]
    [InlineData("sign in as another subject")]
    public async Task A_stream_of_events_ends_when_its_session_does(string how)
    {
        await using var app = await StartAsync(isInFront: false);
        await using var connection = await RawConnection.OpenAsync(app.App);
        await using var stream = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/in/bob");
        await stream.WriteAsync(RawConnection.Request("GET", "/events", first.CookieLine));
        var events = stream.ReadAsync();
        await app.App.Sink.UntilAsync(l => l.Contains("events have begun", StringComparison.Ordinal));
        if (how == "revoke") await app.App.Services.GetRequiredService<SessionManager<Visits>>().RevokeAsync(Assert.Single(app.Stored()).Id);
        else await connection.SendAsync("GET", how == "sign out" ? "/out" : "/in/alice", first.CookieLine);
        Assert.Equal("data: begun\n\ndata: over\n\n", (await events).Body);
    }

    private static Uri AddressOf(StoreApp app) => new UriBuilder(app.App.Address) { Scheme = "ws", Path = "/socket" }.Uri;

    private static async Task<string> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private static Task<StoreApp> StartAsync(bool isInFront) => StoreApp.StartAsync<Visits>(a =>
    {
        if (isInFront) a.UseWebSockets();
        a.UseAzuSessions();
        if (!isInFront) a.UseWebSockets();
        a.MapVisits();
        a.MapGet("/in/{subject}", async (string subject, Session<Visits> session) => await session.SignInAsync(subject));
        a.MapGet("/out", async (Session<Visits> session) => await session.SignOutAsync());
        a.MapGet("/socket", async (HttpContext context, Session<Visits> session) =>
        {
            session.Data = session.Data with { Note = "socket" };
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync(Encoding.UTF8.GetBytes(session.Data.Note!), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            try
            {
                session.Data = session.Data with { Note = "late" };
            }
            catch (SessionCommittedException e)
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(e.GetType().Name), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }

            await socket.ReceiveAsync(new byte[10], CancellationToken.None);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        a.MapGet("/events", async (HttpContext context, Session<Visits> session) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: begun\n\n");
            await context.Response.Body.FlushAsync();
            var ended = new TaskCompletionSource();
            await using var registration = session.Ended.Register(ended.SetResult);
            a.Logger.LogInformation("events have begun");
            await ended.Task;
            await context.Response.WriteAsync("data: over\n\n");
        });
    });
}
