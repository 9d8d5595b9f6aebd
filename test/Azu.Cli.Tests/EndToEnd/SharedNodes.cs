using System.Net.Http.Json;

namespace Azu.Cli.Tests;

/// <summary>Three processes of one application, with copies of sessions, and visitors whose requests go to any of them.</summary>
internal sealed class SharedNodes : IAsyncDisposable
{
    private const int Size = 3;

    private readonly List<RunningApplication> _nodes = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false });

    public IReadOnlyList<RunningApplication> Nodes => _nodes;

    public static async Task<SharedNodes> StartAsync(string program, params (string Name, string Value)[] variables)
    {
        var shared = new SharedNodes();
        shared._nodes.AddRange(await Task.WhenAll(Enumerable.Range(0, Size).Select(_ => RunningApplication.StartAsync(program, "Production", variables))));
        return shared;
    }

    /// <summary>Signs a visitor in on one node, and has each node keep a copy of the session.</summary>
    public async Task<SharedVisitor> SignInAsync(string name, RunningApplication node)
    {
        using var answer = await _client.PostAsync(new Uri(node.Address, $"/login/{name}"), null);
        var cookie = answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").First(line => line.StartsWith("__Host-_session=", StringComparison.Ordinal)).Split(';')[0];
        var id = await TextAsync(node, "/id", cookie);
        var visitor = new SharedVisitor(name, id, cookie);
        foreach (var other in _nodes)
        {
            for (var i = 0; i < 2; i++) Assert.True(await AdmitsAsync(other, visitor));
        }
        return visitor;
    }

    /// <summary>Whether a node shows a visitor what is theirs.</summary>
    public async Task<bool> AdmitsAsync(RunningApplication node, SharedVisitor visitor) => await TextAsync(node, "/me", visitor.Cookie) == visitor.Name;

    /// <summary>Whether the store has a session, whatever copies there are.</summary>
    public async Task<bool> IsStoredAsync(SharedVisitor visitor) => await _client.GetFromJsonAsync<bool>(new Uri(_nodes[0].Address, $"/stored/{visitor.Id}"));

    /// <summary>How often nodes admitted by their copies.</summary>
    public async Task<long> HitsAsync() => (await Task.WhenAll(_nodes.Select(CopiesAsync))).Sum(copies => copies.Hits);

    /// <summary>Waits until each node may use its copies.</summary>
    public async Task UntilCopiesAreUsedAsync()
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await Task.WhenAll(_nodes.Select(CopiesAsync))).Any(copies => !copies.IsLeaseHeld)) await look.WaitForNextTickAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    private async Task<NearCacheStatistics> CopiesAsync(RunningApplication node) =>
        await _client.GetFromJsonAsync<NearCacheStatistics>(new Uri(node.Address, "/copies")) ?? throw new InvalidOperationException("The node keeps no copies.");

    private async Task<string> TextAsync(RunningApplication node, string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, path)) { Headers = { { "Cookie", cookie } } };
        using var answer = await _client.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}

/// <summary>A browser that is signed in.</summary>
internal sealed record SharedVisitor(string Name, string Id, string Cookie);
