using System.Text.Json.Serialization;
using Azu.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSingleton<Accounts>();
builder.Services.AddAntiforgery();
builder.Services
    .AddAzuSessions<UserSession>(o => o.IdleTimeout = TimeSpan.FromHours(1))
    .WithJsonContext(SampleJson.Default)     // only where reflection is off: trimming, native AOT
    .UseMemoryStore();

var app = builder.Build();
app.UseAzuSessions();
app.UseAntiforgery();

app.MapPost("/login", async ([FromForm] string userName, [FromForm] string password, Session<UserSession> session, Accounts accounts) =>
{
    if (!accounts.Check(userName, password)) return Results.Redirect("/login?failed");
    await session.SignInAsync(userName);                               // new token: fixation is not possible
    session.Data = session.Data with { Username = userName };
    session.Flash["notice"] = "Welcome back";
    return Results.Redirect("/");
});
app.MapPost("/cart/{item}", (string item, Session<UserSession> session) =>
    session.Update(d => d with { Cart = [.. d.Cart, item] }));         // two tabs at once: both items are there
app.MapGet("/", (Session<UserSession> session) => $"Hello {session.Data.Username}");
app.MapGet("/login", (HttpContext context, IAntiforgery antiforgery) => Results.Content(SignInPage.Html(antiforgery.GetAndStoreTokens(context)), "text/html"));
app.Run();

public sealed record UserSession { public string? Username { get; init; } public string[] Cart { get; init; } = []; }

public sealed class Accounts
{
    public bool Check(string userName, string password) => userName.Length > 0 && password == "open sesame";
}

internal static class SignInPage
{
    public static string Html(AntiforgeryTokenSet tokens) =>
        $"""
        <!doctype html><title>Sign in</title>
        <form method="post" action="/login">
          <input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">
          <label>Name <input name="userName"></label>
          <label>Password <input name="password" type="password"></label>
          <button>Sign in</button>
        </form>
        """;
}

[JsonSerializable(typeof(UserSession))]
internal sealed partial class SampleJson : JsonSerializerContext;
