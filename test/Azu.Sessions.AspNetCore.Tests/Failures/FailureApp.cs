using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>An application whose commits fail in every way in which one can.</summary>
internal static class FailureApp
{
    public static async Task<StoreApp> StartAsync(Action<IServiceCollection>? services = null, Action<WebApplication>? before = null,
        Action<AzuSessionsOptions>? options = null)
    {
        var app = await StoreApp.StartAsync<Visits>(
            a =>
            {
                before?.Invoke(a);
                a.UseRouting();
                a.UseAzuSessions();
                a.MapVisits();
                a.MapMethods("/writes", ["GET", "POST", "HEAD"], async (HttpContext context, Session<Visits> session) =>
                {
                    session.Data = session.Data with { Note = "written" };
                    await context.Response.WriteAsync("written");
                });
                a.MapGet("/socket", async (HttpContext context, Session<Visits> session) =>
                {
                    session.Data = session.Data with { Note = "written" };
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                });
                a.MapGet("/closed", (Session<Visits> session) => session.Data.Note).WithSession(onStoreFailure: StoreFailureMode.FailClosed);
                a.MapGet("/ended", (Session<Visits> session) =>
                {
                    session.Data = session.Data with { Note = "written" };
                    // What the commit throws where the session ended.
                    throw new SessionExpiredException(session.Id);
                });
                a.MapGet("/conflict", void (Session<Visits> session) => throw new SessionConflictException("Others were faster.", session.Id));
            },
            options,
            builder => services?.Invoke(builder.Services));
        app.Outage.Failing = StoreOperations.Create | StoreOperations.Update;
        return app;
    }
}
