using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Database.Tests;

/// <summary>An application on an audited database, on a clock that the test moves.</summary>
internal sealed class AuditedShop : IAsyncDisposable
{
    private readonly AnyDatabase _database;
    private readonly WebApplication _app;

    private AuditedShop(AnyDatabase database, WebApplication app, ManualTimeProvider clock) => (_database, _app, Clock) = (database, app, clock);

    public ManualTimeProvider Clock { get; }

    public SessionManager<Basket> Sessions => _app.Services.GetRequiredService<SessionManager<Basket>>();

    public static async Task<AuditedShop> StartAsync(string kind)
    {
        var (database, clock) = (new AnyDatabase(kind), new ManualTimeProvider());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddAzuSessions<Basket>(o =>
            {
                (o.IdleTimeout, o.AbsoluteTimeout, o.MaxSessionsPerSubject) = (TimeSpan.FromHours(1), TimeSpan.FromHours(3), 2);
                (o.RevokeOnTokenReuse, o.CleanupInterval) = (true, TimeSpan.FromDays(1));
                (o.Binding.UserAgent, o.Binding.OnMismatch) = (true, BindingMismatchMode.Revoke);
            })
            .UseDatabaseStore(database.NewDataSource(), d => (d.Schema, d.MigrateOnStart, d.Audit) = (database.NewOptions().Schema, true, true));
        var app = builder.Build();
        app.UseAzuSessions();
        app.MapGet("/", (Session<Basket> session) => session.Subject ?? "nobody");
        app.MapPost("/add", (Session<Basket> session) => session.Update(d => d with { Items = d.Items + 1 }));
        app.MapPost("/login/{name}", (string name, Session<Basket> session) => session.SignInAsync(name).AsTask());
        app.MapPost("/logout", (Session<Basket> session) => session.SignOutAsync().AsTask());
        app.MapPost("/delete", (Session<Basket> session) => session.DeleteAsync().AsTask());
        app.MapPost("/rotate", (Session<Basket> session) => session.RotateToken());
        app.MapPost("/elsewhere", async (Session<Basket> session, SessionManager<Basket> sessions) =>
            await sessions.RevokeSubjectAsync(session.Subject!, session.Id));
        await app.StartAsync();
        return new(database, app, clock);
    }

    /// <summary>A browser that is signed in.</summary>
    public async Task<HttpClient> SignedInAsync(string name)
    {
        var browser = NewBrowser();
        await PostAsync(browser, $"/login/{name}");
        Clock.Advance(TimeSpan.FromSeconds(1));
        return browser;
    }

    public HttpClient NewBrowser()
    {
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(address) };
        browser.DefaultRequestHeaders.UserAgent.ParseAdd("Browser/1");
        return browser;
    }

    public static async Task PostAsync(HttpClient browser, string path) =>
        (await browser.PostAsync(path, null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

    /// <summary>What is noted of a subject, in order.</summary>
    public async Task<List<string>> NotesAsync(string subject) =>
        await _database.RowsAsync($"SELECT event, reason FROM {_database.Name("sessions_audit")} WHERE subject = '{subject}' ORDER BY number");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _database.Dispose();
    }

    public sealed record Basket
    {
        public int Items { get; init; }
    }
}
