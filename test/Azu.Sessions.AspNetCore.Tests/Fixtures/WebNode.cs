using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A node on a Kestrel of its own, in the Development environment (the cookie then works over plain http).</summary>
internal sealed class WebNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebNode(WebApplication app, AnnouncingStore store) => (_app, Store) = (app, store);

    /// <summary>What all nodes have.</summary>
    public static string Secret { get; } = Convert.ToHexStringLower([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    /// <summary>Copies that outlive the bound.</summary>
    public static Action<NearCacheOptions> Leased { get; } = c => c.TimeToLive = TimeSpan.FromMinutes(5);

    /// <summary>Copies that end within the bound.</summary>
    public static Action<NearCacheOptions> Default { get; } = c => c.TimeToLive = null;

    public AnnouncingStore Store { get; }

    public IServiceProvider Services => _app.Services;

    public SessionManager<Visitor> Sessions => Services.GetRequiredService<SessionManager<Visitor>>();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public static async Task<WebNode> StartAsync(SharedServer server, Action<AzuSessionsOptions>? options = null, Action<WebApplication>? map = null,
        Action<NearCacheOptions>? cluster = null, Action<WebApplication>? before = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var store = new AnnouncingStore(server, TimeProvider.System);
        builder.Services.AddHealthChecks().AddAzuSessions(tags: ["ready"]);
        builder.Services.AddAzuSessions<Visitor>(o =>
        {
            o.Secret = Secret;
            options?.Invoke(o);
        }).UseStore(_ => store).WithNearCache(Leased + cluster).WithResilience(r => r.Retry.MaxAttempts = 1);
        var app = builder.Build();
        // What an exception becomes is the application's: a page that the developer sees would take the headers away.
        app.UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync("failed", TestContext.Current.CancellationToken)));
        before?.Invoke(app);
        app.UseAzuSessions();
        app.MapHealthChecks("/health").WithoutSession();
        Map(app);
        map?.Invoke(app);
        await app.StartAsync();
        var node = new WebNode(app, store);
        if (!server.IsDown) await Eventually.HoldsAsync(async () => (await node.Sessions.GetStatisticsAsync()).NearCache!.IsLeaseHeld != false);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        app.MapPost("/login/{name}", async (string name, Session<Visitor> session) =>
        {
            await session.SignInAsync(name);
            session.Data = session.Data with { Name = name };
        });
        app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
        app.MapPost("/count", (Session<Visitor> session) => session.Update(d => d with { Count = d.Count + 1 }));
        app.MapGet("/", (Session<Visitor> session) => $"{session.Subject}|{session.Data.Count}|{session.Durability}");
        app.MapGet("/fresh", (Session<Visitor> session) => $"{session.Subject}|{session.Data.Count}|{session.Durability}").RequireFreshSession();
        app.MapGet("/account", (Session<Visitor> session) => $"{session.Subject}").RequireSignIn();
        app.MapGet("/recent", (Session<Visitor> session) => $"{session.Subject}").RequireRecentSignIn(TimeSpan.FromMinutes(10))
            .WithSession(onStoreFailure: StoreFailureMode.ServeStale);
        app.MapGet("/stale", (Session<Visitor> session) => $"{session.Subject}|{session.Data.Count}|{session.Durability}").RequireSession()
            .WithSession(onStoreFailure: StoreFailureMode.ServeStale);
        app.MapGet("/fresh-stale", (Session<Visitor> session) => $"{session.Subject}|{session.Durability}").RequireFreshSession()
            .WithSession(onStoreFailure: StoreFailureMode.ServeStale);
        app.MapPost("/stale-write", (Session<Visitor> session) => session.Update(d => d with { Count = d.Count + 1 }))
            .WithSession(onStoreFailure: StoreFailureMode.ServeStale);
    }
}

/// <summary>A browser whose requests go to one node after the other. Ports do not tell cookies apart.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false });

    public Task<HttpResponseMessage> GetAsync(WebNode node, string path) =>
        _client.GetAsync(new Uri(node.Address, path), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(WebNode node, string path) =>
        _client.PostAsync(new Uri(node.Address, path), null, TestContext.Current.CancellationToken);

    public async Task<string> ReadAsync(WebNode node, string path)
    {
        using var response = await GetAsync(node, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> StatusAsync(WebNode node, string path, bool isPost = false)
    {
        using var response = isPost ? await PostAsync(node, path) : await GetAsync(node, path);
        return response.StatusCode;
    }

    public void Dispose() => _client.Dispose();
}
