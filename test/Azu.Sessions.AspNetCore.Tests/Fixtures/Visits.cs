namespace Azu.Sessions.AspNetCore.Tests;

public sealed record Visits
{
    public int Count { get; init; }

    public string? Note { get; init; }
}

/// <summary>Endpoints that many scenarios need.</summary>
internal static class VisitsEndpoints
{
    /// <summary>Sets and reads the note; <c>/connection</c> says which connection the server sees.</summary>
    public static void MapVisits(this WebApplication app)
    {
        app.MapGet("/note/{text}", (string text, Session<Visits> session) => session.Data = session.Data with { Note = text });
        app.MapGet("/note", (Session<Visits> session) => session.Data.Note ?? "none");
        app.MapGet("/flash", (Session<Visits> session) => session.Flash.Notice ?? "none");
        app.MapGet("/connection", (HttpContext context) => context.Connection.Id).WithoutSession();
    }
}
