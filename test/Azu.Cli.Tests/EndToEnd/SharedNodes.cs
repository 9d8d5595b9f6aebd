using System.Net;
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
        using var answer = await SignedInAsync(new Uri(node.Address, $"/login/{name}"));
        var cookie = answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie")
            .First(line => line.StartsWith("__Host-_session=", StringComparison.Ordinal)).Split(';')[0];
        var visitor = new SharedVisitor(name, await AnsweredAsync(() => TextAsync(node, "/id", cookie)), cookie);
        foreach (var other in _nodes)
        {
            for (var i = 0; i < 2; i++) Assert.Equal(name, await AnsweredAsync(() => TextAsync(other, "/me", cookie)));
        }
        return visitor;
    }

    /// <summary>Whether a node shows a visitor what is theirs. Null: it cannot ask the store in time, and shows nothing.</summary>
    public async Task<bool?> AdmitsAsync(RunningApplication node, SharedVisitor visitor) => await TextAsync(node, "/me", visitor.Cookie) is { } text
        ? text == visitor.Name
        : null;

    /// <summary>Whether the store has a session, whatever copies there are. Null: it does not answer in time.</summary>
    public async Task<bool?> IsStoredAsync(SharedVisitor visitor) => await TextAsync(_nodes[0], $"/stored/{visitor.Id}", null) is { } text
        ? text == "true"
        : null;

    /// <summary>How often nodes admitted by their copies.</summary>
    public async Task<long> HitsAsync() => (await Task.WhenAll(_nodes.Select(CopiesAsync))).Sum(copies => copies.Hits);

    /// <summary>Waits until each node may use its copies.</summary>
    public async Task UntilCopiesAreUsedAsync()
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await Task.WhenAll(_nodes.Select(CopiesAsync))).Any(copies => copies.IsLeaseHeld == false)) await look.WaitForNextTickAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    private async Task<NearCacheStatistics> CopiesAsync(RunningApplication node) =>
        await _client.GetFromJsonAsync<NearCacheStatistics>(new Uri(node.Address, "/copies"))
            ?? throw new InvalidOperationException("The node keeps no copies.");

    private async Task<HttpResponseMessage> SignedInAsync(Uri address)
    {
        while (true)
        {
            var answer = await _client.PostAsync(address, null);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable) return answer;
            answer.Dispose();
        }
    }

    /// <summary>Null: the node says that the store does not answer in time, as on a machine that is very busy.</summary>
    private async Task<string?> TextAsync(RunningApplication node, string path, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, path));
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.ServiceUnavailable ? null : await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private static async Task<string> AnsweredAsync(Func<Task<string?>> ask)
    {
        while (true)
        {
            if (await ask() is { } answer) return answer;
        }
    }
}

/// <summary>A browser that is signed in.</summary>
internal sealed record SharedVisitor(string Name, string Id, string Cookie);
