using Azu.Sessions;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>An application on a store that fails in some way, and routes for every way of using the session meanwhile.</summary>
internal sealed class FaultApp : IAsyncDisposable
{
    private static readonly string s_secret = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    private FaultApp(TestApp app, HttpClient client) => (App, Client) = (app, client);

    public TestApp App { get; }

    /// <summary>Sends the cookies that it is told to.</summary>
    public HttpClient Client { get; }

    /// <summary>For two applications that take each other's cookies: one on a store that fails, one on the same store when it does not.</summary>
    public static void SharedKey(AzuSessionsOptions options) => options.Secret = s_secret;

    public SessionManager<Visitor> Sessions => App.Services.GetRequiredService<SessionManager<Visitor>>();

    public static async Task<FaultApp> StartAsync(
        ISessionStore store, Action<AzuSessionsOptions>? options = null, Action<SessionResilienceOptions>? resilience = null,
            Action<WebApplication>? map = null, TimeProvider? clock = null)
    {
        var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(clock ?? TimeProvider.System);
                var sessions = builder.Services.AddAzuSessions<Visitor>(options).UseStore(store);
                if (resilience is not null) sessions.WithResilience(resilience);
            },
            app =>
            {
                app.UseAzuSessions();
                MapRoutes(app);
                map?.Invoke(app);
            });
        return new(app, app.NewBareClient());
    }

    /// <summary>The count that the session of a cookie holds.</summary>
    public async Task<int> CountAsync(string cookie) => int.Parse((await Client.ReadAsync("/", cookie)).Split('|')[1]);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }

    private static void MapRoutes(WebApplication app)
    {
        app.MapPost("/login/{name}", async (string name, Session<Visitor> session) =>
        {
            await session.SignInAsync(name);
            session.Data = session.Data with { Name = name };
        });
        app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
        app.MapPost("/swallowed-logout", async (Session<Visitor> session) =>
        {
            try
            {
                await session.SignOutAsync();
            }
            catch (SessionStoreException)
            {
                return "signed out, says the page";
            }

            return "signed out";
        });
        app.MapPost("/count", (Session<Visitor> session) =>
        {
            session.Update(d => d with { Count = d.Count + 1 });
            return session.Data.Count;
        });
        app.MapPost("/rotate", (Session<Visitor> session) => session.RotateToken());
        app.MapGet("/", (Session<Visitor> session) => $"{session.Data.Name}|{session.Data.Count}|{session.Durability}");
        app.MapGet("/id", (Session<Visitor> session) => session.Id.ToString());
    }
}
