using Azu.Sessions;

var builder = WebApplication.CreateBuilder(args);
builder.Services
    .AddAzuSessions<UserSession>(o => o.IdleTimeout = TimeSpan.FromHours(1))
    .UseMemoryStore();

var app = builder.Build();
app.UseAzuSessions();

app.MapPost("/login", async (Credentials sent, Session<UserSession> session) =>
{
    if (sent.Password != "open sesame") return Results.Unauthorized(); // your check of passwords goes here
    await session.SignInAsync(sent.UserName);                          // new token: fixation is not possible
    session.Data = session.Data with { Username = sent.UserName };
    session.Flash["notice"] = "Welcome back";
    return Results.NoContent();
});
app.MapPost("/logout", (Session<UserSession> session) => session.SignOutAsync());
app.MapPost("/cart/{item}", (string item, Session<UserSession> session) =>
    session.Update(d => d with { Cart = [.. d.Cart, item] }));         // two tabs at once: both items are there
app.MapGet("/", (Session<UserSession> session) => $"Hello {session.Data.Username}, {session.Data.Cart.Length} in the cart. {session.Flash["notice"]}");
app.Run();

// A class, a record or a struct. The initialisers say what a new session has.
public sealed record UserSession { public string? Username { get; init; } public string[] Cart { get; init; } = []; }

public sealed record Credentials(string UserName, string Password);
