using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Routing;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>An application with everything that has to do with signing in and out, on a clock that the test moves.</summary>
internal sealed class SignInApp : IAsyncDisposable
{
    /// <summary>The times of a visitor who asked to be kept signed in.</summary>
    public static readonly SessionTimes Kept = new() { IdleTimeout = TimeSpan.FromDays(7), AbsoluteTimeout = TimeSpan.FromDays(30), IsPersistent = true };

    private readonly TestApp _app;

    private SignInApp(TestApp app, ManualTimeProvider clock, HttpClient client) => (_app, Clock, Client) = (app, clock, client);

    public ManualTimeProvider Clock { get; }

    /// <summary>Sends the cookies that it is told to.</summary>
    public HttpClient Client { get; }

    public SessionManager<Visitor> Sessions => _app.Services.GetRequiredService<SessionManager<Visitor>>();

    /// <summary>What requests to <c>/meet/…</c> wait for after they have loaded their session.</summary>
    public Rendezvous Rendezvous { get; set; } = new(0);

    public HttpClient NewBrowser() => _app.NewBrowser();

    public static Task<SignInApp> StartAsync<TStore>(Action<AzuSessionsOptions>? options = null)
        where TStore : IScenarioStore => WithStoreAsync(options, static b => TStore.Use(b));

    /// <param name="options">The sessions' options.</param>
    /// <param name="useStore">Chooses the store.</param>
    /// <param name="clock">The clock; null: a new one.</param>
    public static async Task<SignInApp> WithStoreAsync(Action<AzuSessionsOptions>? options, Action<AzuSessionsBuilder<Visitor>> useStore,
        ManualTimeProvider? clock = null)
    {
        clock ??= new(TimeProvider.System.GetUtcNow()); // from today on: Redis trims lists by its own clock
        SignInApp? self = null;
        var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
                useStore(builder.Services.AddAzuSessions<Visitor>(options));
            },
            app =>
            {
                app.UseAzuSessions();
                MapRoutes(app);
                MapRoutes(app.MapGroup("/meet").AddEndpointFilter(async (context, next) =>
                {
                    await self!.Rendezvous.ArriveAsync();
                    return await next(context);
                }));
            });
        return self = new(app, clock, app.NewBareClient());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (Session<Visitor> session) => Who(session));
        routes.MapGet("/passive", (Session<Visitor> session) => Who(session)).WithSession(SessionAccess.Passive);
        routes.MapGet("/members", (Session<Visitor> session) => Who(session)).RequireSignIn();
        routes.MapGet("/vault", (Session<Visitor> session) => Who(session)).RequireRecentSignIn(TimeSpan.FromMinutes(10));
        routes.MapPost("/cart/{item}", (string item, Session<Visitor> session) => session.Update(d => d with { Cart = [.. d.Cart, item] }));
        routes.MapPost("/login/{name}", async (string name, Session<Visitor> session) =>
        {
            await session.SignInAsync(name);
            session.Data = session.Data with { Name = name };
            return Who(session);
        });
        routes.MapPost("/keep/{name}", async (string name, Session<Visitor> session) =>
        {
            await session.SignInAsync(name, Kept);
            return Who(session);
        });
        routes.MapPost("/rotate", (Session<Visitor> session) =>
        {
            session.RotateToken();
            return Who(session);
        });
        routes.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
        routes.MapPost("/farewell", async (Session<Visitor> session) =>
        {
            await session.SignOutAsync();
            session.Flash.Notice = "signed out";
        });
        routes.MapGet("/notice", (Session<Visitor> session) => session.Flash.Notice ?? "none");
        routes.MapPost("/elsewhere", async (Session<Visitor> session, SessionManager<Visitor> sessions) =>
            await sessions.RevokeSubjectAsync(session.Subject!, session.Id));
        routes.MapPost("/everywhere/{way}", async (string way, Session<Visitor> session, SessionManager<Visitor> sessions) =>
        {
            if (way == "session") await session.SignOutEverywhereAsync();
            else await sessions.RevokeSubjectAsync(session.Subject!);
            session.Flash.Notice = "signed out everywhere";
        });
        routes.MapGet("/id", (Session<Visitor> session) => session.Id.ToString());
        routes.MapGet("/expires", (Session<Visitor> session) => session.ExpiresAt.ToString("O"));
    }

    private static string Who(Session<Visitor> session) => $"{session.Subject}|{string.Join(',', session.Data.Cart)}";
}
