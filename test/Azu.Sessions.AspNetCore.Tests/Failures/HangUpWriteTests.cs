using System.Net;
using Azu.Sessions;
using Azu.Sessions.Conformance;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The client hangs up: what it asked for is stored as a whole, or not at all.</summary>
[Trait("Requirement", "R-51")]
public sealed class HangUpWriteTests
{
    private readonly GatedStore _store = new(new MemoryStore(new(), TimeProvider.System));

    [Fact]
    public async Task A_commit_under_way_is_finished()
    {
        var aborted = new TaskCompletionSource();
        await using var app = await StartAsync(aborted, new());
        var cookie = await app.Client.BeginAsync("/count");
        var gate = _store.Close(StoreOperations.Update);
        using var connection = await WireConnection.OpenAsync(app.App.Address);
        await connection.RequestAsync("POST", "/watched", $"{Wire.CookieName}={cookie}", "Content-Length: 0\r\n");
        await gate.ArrivalAsync();
        connection.HangUp();
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(30)); // the server knows
        gate.Open();
        await Eventually.HoldsAsync(async () => await app.CountAsync(cookie) == 2);
    }

    [Fact]
    public async Task An_endpoint_that_gives_up_with_its_client_stores_nothing()
    {
        var given = new TaskCompletionSource();
        await using var app = await StartAsync(new(), given);
        var cookie = await app.Client.BeginAsync("/count");
        using var connection = await WireConnection.OpenAsync(app.App.Address);
        await connection.RequestAsync("POST", "/patient", $"{Wire.CookieName}={cookie}", "Content-Length: 0\r\n");
        await given.Task.WaitAsync(TimeSpan.FromSeconds(30)); // it has changed its session, and waits
        connection.HangUp();
        await Eventually.HoldsAsync(() => app.App.Sink.Lines.Any(l => l.Contains("patient gave up", StringComparison.Ordinal)));
        Assert.Equal(1, await app.CountAsync(cookie));
    }

    [Fact]
    public async Task Half_a_request_stores_nothing_and_harms_nobody()
    {
        await using var app = await StartAsync(new(), new());
        var cookie = await app.Client.BeginAsync("/count");
        for (var i = 0; i < 20; i++)
        {
            using var connection = await WireConnection.OpenAsync(app.App.Address);
            await connection.RequestAsync("POST", "/form", $"{Wire.CookieName}={cookie}",
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n");
            await connection.SendAsync("a=b");
            connection.HangUp();
        }

        using var next = await app.Client.PostAsync("/count", cookie);
        Assert.Equal((HttpStatusCode.OK, "2"), (next.StatusCode, await next.Content.ReadAsStringAsync()));
    }

    private Task<FaultApp> StartAsync(TaskCompletionSource aborted, TaskCompletionSource changed) => FaultApp.StartAsync(
        _store,
        resilience: r => r.AttemptTimeout = r.TotalTimeout = TimeSpan.FromSeconds(30),
        map: app =>
        {
            app.MapPost("/watched", (HttpContext context, Session<Visitor> session) =>
            {
                context.RequestAborted.Register(() => aborted.TrySetResult());
                session.Update(d => d with { Count = d.Count + 1 });
            });
            app.MapPost("/patient", async (HttpContext context, Session<Visitor> session) =>
            {
                session.Update(d => d with { Count = d.Count + 1 });
                changed.SetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, context.RequestAborted);
                }
                catch (OperationCanceledException)
                {
                    app.Logger.LogInformation("patient gave up");
                    throw;
                }
            });
            app.MapPost("/form", async (HttpContext context, Session<Visitor> session) =>
            {
                session.Update(d => d with { Count = d.Count + 1 });
                await context.Request.ReadFormAsync();
            });
        });
}
