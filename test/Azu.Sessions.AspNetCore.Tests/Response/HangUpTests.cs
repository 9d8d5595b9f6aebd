using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Clients that hang up.</summary>
[Trait("Requirement", "R-51")]
public sealed class HangUpTests
{
    [Fact]
    public async Task A_commit_under_way_is_finished_although_the_client_is_gone()
    {
        var (noticed, finished) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = await StoreApp.StartAsync<Visits>(a =>
        {
            a.Use(async (context, next) =>
            {
                context.RequestAborted.Register(() => noticed.TrySetResult());
                await next(context);
                if (context.RequestAborted.IsCancellationRequested) finished.SetResult();
            });
            a.UseAzuSessions();
            a.MapVisits();
            a.MapGet("/page", async (HttpContext context, Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "new" };
                await context.Response.WriteAsync("written");
            });
        });
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var aborted = await RawConnection.OpenAsync(app.App);
        var gate = app.Gates.Close(StoreOperations.Update);
        await aborted.WriteAsync(RawConnection.Request("GET", "/page", first.CookieLine));
        await gate.ArrivalAsync();
        aborted.Reset();
        await noticed.Task;
        gate.Open();
        await finished.Task;
        Assert.Equal("new", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    [Fact]
    public async Task An_endpoint_that_gives_up_because_the_client_is_gone_stores_nothing()
    {
        var (arrived, left) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = await StoreApp.StartAsync<Visits>(a =>
        {
            a.UseAzuSessions();
            a.MapVisits();
            a.MapGet("/page", async (HttpContext context, Session<Visits> session) =>
            {
                context.Response.RegisterForDispose(new Signal(left));
                session.Data = session.Data with { Note = "new" };
                arrived.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            });
        });
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/old");
        var aborted = await RawConnection.OpenAsync(app.App);
        await aborted.WriteAsync(RawConnection.Request("GET", "/page", first.CookieLine));
        await arrived.Task;
        aborted.Reset();
        await left.Task;
        Assert.Equal("old", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    private sealed class Signal(TaskCompletionSource source) : IDisposable
    {
        public void Dispose() => source.TrySetResult();
    }
}
