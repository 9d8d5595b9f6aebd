using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Cluster.Tests.Http;

/// <summary>A node on a Kestrel of its own, in the Development environment (the cookie then works over plain http).</summary>
internal sealed class WebNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebNode(WebApplication app, AnnouncingStore store) => (_app, Store) = (app, store);

    public AnnouncingStore Store { get; }

    public IServiceProvider Services => _app.Services;

    public SessionManager<Shop> Sessions => Services.GetRequiredService<SessionManager<Shop>>();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public static async Task<WebNode> StartAsync(SharedServer server, Action<AzuSessionsOptions>? options = null, Action<WebApplication>? map = null, Action<NearCacheOptions>? cluster = null, Action<WebApplication>? before = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var store = new AnnouncingStore(server, TimeProvider.System);
        builder.Services.AddHealthChecks().AddAzuSessions(tags: ["ready"]);
        builder.Services.AddAzuSessions<Shop>(o =>
        {
            o.Secret = TestNode.Secret(1);
            options?.Invoke(o);
        }).UseStore(_ => store).WithNearCache(TestNode.Leased + cluster).WithResilience(r => r.Retry.MaxAttempts = 1);
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
        app.MapPost("/login/{name}", async (string name, Session<Shop> session) =>
        {
            await session.SignInAsync(name);
            session.Data = session.Data with { Name = name };
        });
        app.MapPost("/logout", (Session<Shop> session) => session.SignOutAsync().AsTask());
        app.MapPost("/count", (Session<Shop> session) => session.Update(d => d with { Count = d.Count + 1 }));
        app.MapGet("/", (Session<Shop> session) => $"{session.Subject}|{session.Data.Count}|{session.Durability}");
        app.MapGet("/fresh", (Session<Shop> session) => $"{session.Subject}|{session.Data.Count}|{session.Durability}").RequireFreshSession();
        app.MapGet("/account", (Session<Shop> session) => $"{session.Subject}").RequireSignIn();
        app.MapGet("/recent", (Session<Shop> session) => $"{session.Subject}").RequireRecentSignIn(TimeSpan.FromMinutes(10)).WithSession(onStoreFailure: StoreFailureMode.ServeStale);
        app.MapGet("/stale", (Session<Shop> session) => $"{session.Subject}|{session.Data.Count}|{session.Durability}").RequireSession().WithSession(onStoreFailure: StoreFailureMode.ServeStale);
        app.MapGet("/fresh-stale", (Session<Shop> session) => $"{session.Subject}|{session.Durability}").RequireFreshSession().WithSession(onStoreFailure: StoreFailureMode.ServeStale);
        app.MapPost("/stale-write", (Session<Shop> session) => session.Update(d => d with { Count = d.Count + 1 })).WithSession(onStoreFailure: StoreFailureMode.ServeStale);
    }
}

/// <summary>A browser whose requests go to one node after the other. Ports do not tell cookies apart.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false });

    public Task<HttpResponseMessage> GetAsync(WebNode node, string path) => _client.GetAsync(new Uri(node.Address, path), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(WebNode node, string path) => _client.PostAsync(new Uri(node.Address, path), null, TestContext.Current.CancellationToken);

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
