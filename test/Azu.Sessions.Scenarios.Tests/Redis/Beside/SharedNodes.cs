using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>A hub that only the server speaks on.</summary>
internal sealed class NewsHub : Hub;

/// <summary>Two nodes of one application that has Microsoft's Redis packages too.</summary>
internal sealed class SharedNodes : IAsyncDisposable
{
    private readonly List<IConnectionMultiplexer> _multiplexers = [];

    public List<TestApp> Apps { get; } = [];

    public static async Task<SharedNodes> StartAsync(RedisServer redis, string options, bool isShared, bool isLeased)
    {
        var nodes = new SharedNodes();
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var address = redis.Configuration + options;
        for (var i = 0; i < 2; i++)
        {
            nodes.Apps.Add(await TestApp.StartAsync(
                builder =>
                {
                    builder.Configuration["SESSION_SECRET"] = secret;
                    if (isLeased) builder.Configuration["Sessions:NearCache:TimeToLive"] = "00:05:00";
                    var adding = isShared ? SharedRedis.AddOverOneConnectionAsync(builder, address) : SharedRedis.AddOverOwnConnectionsAsync(builder, address);
                    nodes._multiplexers.Add(adding.GetAwaiter().GetResult());
                },
                Map));
        }

        await Eventually.HoldsAsync(() => nodes.Apps.All(app => Copies(app).IsLeaseHeld != false));
        return nodes;
    }

    public static NearCacheStatistics Copies(TestApp app) => app.Services.GetRequiredService<SessionEngine<Visitor>>().Node!.Statistics;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in Apps) await app.DisposeAsync();
        foreach (var multiplexer in _multiplexers) await multiplexer.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        // Disposed last, and not before the hub: it closes the connection, and the hub then fails to unsubscribe.
        _ = app.Services.GetRequiredService<IDistributedCache>();
        app.UseAzuSessions();
        app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
        app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask()).RequireSession();
        app.MapGet("/who", (Session<Visitor> session) => session.Subject).RequireSession();
        app.MapPost("/cache/{text}", (string text, IDistributedCache cache) => cache.SetStringAsync("greeting", text));
        app.MapGet("/cache", async (IDistributedCache cache) => await cache.GetStringAsync("greeting") ?? "none");
        app.MapGet("/seal", (IDataProtectionProvider keys) => keys.CreateProtector("test").Protect("sealed"));
        app.MapHub<NewsHub>("/news");
    }
}
