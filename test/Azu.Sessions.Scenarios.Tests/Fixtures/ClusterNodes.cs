using System.Net;
using System.Security.Cryptography;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Applications on one store, each with connections and copies of its own, that share the visitors' cookies.</summary>
internal sealed class ClusterNodes : IAsyncDisposable
{
    private readonly TestApp[] _nodes;
    private readonly HttpClient[] _clients;

    private ClusterNodes(TestApp[] nodes) => (_nodes, _clients) = (nodes, [.. nodes.Select(n => n.NewBareClient())]);

    public int Count => _nodes.Length;

    /// <summary>Starts a node for each way to the store, and waits until all may use copies.</summary>
    public static async Task<ClusterNodes> StartAsync(IEnumerable<Action<AzuSessionsBuilder<Visitor>>> stores)
    {
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var nodes = new List<TestApp>();
        foreach (var useStore in stores)
            nodes.Add(await TestApp.StartAsync(builder => useStore(builder.Services.AddAzuSessions<Visitor>(o => o.Secret = secret)), Map));
        var started = new ClusterNodes([.. nodes]);
        await started.UntilLeasedAsync();
        return started;
    }

    public NearCacheStatistics Copies(int node) => _nodes[node].Services.GetRequiredService<SessionEngine<Visitor>>().Node!.Statistics;

    /// <summary>Waits until every node may use its copies.</summary>
    public Task UntilLeasedAsync() => Eventually.HoldsAsync(() => Enumerable.Range(0, Count).All(n => Copies(n).IsLeaseHeld != false));

    /// <summary>Signs somebody in; null: the store did not do it.</summary>
    public async Task<Guest?> SignInAsync(int node, string name)
    {
        using var answer = await _clients[node].PostAsync("/login/" + name, cookie: null);
        return answer.IsSuccessStatusCode ? new(SessionId.Parse(await answer.Content.ReadAsStringAsync(), null), answer.CookieValue()!) : null;
    }

    /// <summary>What a node says to somebody's cookie.</summary>
    public async Task<HttpStatusCode> AskAsync(int node, Guest guest)
    {
        using var answer = await _clients[node].GetAsync("/who", guest.Cookie);
        return answer.StatusCode;
    }

    public async Task<bool> CountAsync(int node, Guest guest)
    {
        using var answer = await _clients[node].PostAsync("/count", guest.Cookie);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Ends a session as its visitor does; whether that is confirmed.</summary>
    public async Task<bool> SignOutAsync(int node, Guest guest)
    {
        using var answer = await _clients[node].PostAsync("/logout", guest.Cookie);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Ends a session as an administrator does; whether that is confirmed.</summary>
    public async Task<bool> RevokeAsync(int node, Guest guest)
    {
        try
        {
            // False says that there was no such session: so a primary answers that never heard of it.
            return await _nodes[node].Services.GetRequiredService<SessionManager<Visitor>>().RevokeAsync(guest.Id);
        }
        catch (SessionStoreException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        app.UseAzuSessions();
        app.MapPost("/login/{name}", async (string name, Session<Visitor> session) =>
        {
            await session.SignInAsync(name);
            return session.Id.ToString();
        });
        app.MapPost("/count", (Session<Visitor> session) => session.Update(v => v with { Count = v.Count + 1 })).RequireSession();
        app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask()).RequireSession();
        app.MapGet("/who", (Session<Visitor> session) => session.Subject).RequireSession();
    }
}

/// <summary>Somebody who is signed in.</summary>
internal sealed record Guest(SessionId Id, string Cookie);
