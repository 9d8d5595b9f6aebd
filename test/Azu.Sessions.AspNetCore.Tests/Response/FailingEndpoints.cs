namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Endpoints that fail, in all the ways in which an endpoint can.</summary>
internal static class FailingEndpoints
{
    public static void MapFailures(this WebApplication app)
    {
        app.MapGet("/flash/{text}", (string text, Session<Visits> session) => session.Flash.Notice = text);
        app.MapGet("/id", (Session<Visits> session) => session.Id.ToString());
        app.MapGet("/who", (Session<Visits> session) => session.Subject is { } name ? $"{name} {session.Data.Note}" : "nobody");
        app.MapGet("/signs-in", async (Session<Visits> session) => await session.SignInAsync("alice"));
        app.MapGet("/sorry", () => "sorry").WithoutSession();
        app.MapGet("/error", (Session<Visits> session) =>
        {
            session.Flash.Notice = "something went wrong";
            return Results.Text($"sorry, {session.Id} {session.Data.Note}", statusCode: 500);
        });
        app.MapGet("/throws", void (Session<Visits> session) =>
        {
            session.Data = session.Data with { Note = "failed" };
            session.RotateToken();
            throw new InvalidOperationException("thrown by the endpoint");
        });
        app.MapGet("/reads-and-throws", void (Session<Visits> session) => throw new InvalidOperationException(session.Data.Note))
            .WithSession(SessionAccess.ReadOnly);
        app.MapGet("/without-and-throws", void () => throw new InvalidOperationException()).WithoutSession();
        app.MapGet("/reads-flash-and-throws", void (Session<Visits> session) => throw new InvalidOperationException(session.Flash.Notice));
        app.MapGet("/saves-and-throws", async Task (Session<Visits> session) =>
        {
            session.Data = session.Data with { Note = "saved" };
            await session.SaveAsync();
            session.Data = session.Data with { Note = "failed" };
            throw new InvalidOperationException();
        });
        app.MapGet("/saves-and-answers-500", async (Session<Visits> session) =>
        {
            session.Data = session.Data with { Note = "saved" };
            await session.SaveAsync();
            session.Data = session.Data with { Note = "failed" };
            return Results.StatusCode(500);
        });
        app.MapGet("/status/{status:int}", (int status, Session<Visits> session) =>
        {
            session.Data = session.Data with { Note = "failed" };
            return Results.Text("failed", statusCode: status);
        });
        app.MapGet("/signs-in-and-throws", async Task (Session<Visits> session) =>
        {
            await session.SignInAsync("alice");
            session.Data = session.Data with { Note = "failed" };
            throw new InvalidOperationException();
        });
        app.MapGet("/signs-out-and-throws", async Task (Session<Visits> session) =>
        {
            await session.SignOutAsync();
            session.Data = session.Data with { Note = "failed" };
            throw new InvalidOperationException();
        });
        app.MapGet("/starts-and-throws", async (HttpContext context, Session<Visits> session) =>
        {
            session.Data = session.Data with { Note = "started" };
            await context.Response.WriteAsync("part of it");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException();
        });
        app.MapGet("/changes-late", async (HttpContext context, Session<Visits> session) =>
        {
            await context.Response.StartAsync();
            string[] refusals =
            [
                Refusal(() => session.Data = new()), Refusal(() => session.Flash.Notice = "late"), Refusal(() => session.Update(d => d with { Count = 1 })),
                    Refusal(() => context.Session.SetString("late", "x")),
                Refusal(() => _ = session.SignInAsync("alice").AsTask()), Refusal(() => _ = session.SignOutAsync().AsTask()),
                    Refusal(() => _ = session.SaveAsync().AsTask()),
            ];
            await context.Response.WriteAsync($"data, flash, update, item, sign in, sign out, save: {string.Join(", ", refusals.Distinct())}");
        });
    }

    /// <summary>The name of the exception that refuses a change; "accepted" where none does.</summary>
    public static string Refusal(Action action)
    {
        try
        {
            action();
            return "accepted";
        }
        catch (InvalidOperationException e)
        {
            return e.GetType().Name;
        }
        catch (SessionException e)
        {
            return e.GetType().Name;
        }
    }
}
