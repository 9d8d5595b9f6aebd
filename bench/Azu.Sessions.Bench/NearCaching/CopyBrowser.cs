using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Azu.Sessions.Bench;

/// <summary>A browser of one visitor, behind a load balancer that gives each request to the next node. Its cookies end by the clock of the nodes.</summary>
internal sealed class CopyBrowser(CopyNodes nodes) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false });
    private readonly ConcurrentDictionary<string, (string Value, DateTimeOffset Until)> _cookies = [];
    private int _requests;

    public CopyNodes Nodes => nodes;

    public async Task GetAsync(string path)
    {
        var node = (Interlocked.Increment(ref _requests) - 1) % nodes.Count;
        using var request = new HttpRequestMessage(HttpMethod.Get, nodes.At(node, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact
        };
        var now = nodes.Clock.GetUtcNow();
        var cookies = string.Join("; ", _cookies.Where(c => c.Value.Until > now).Select(c => $"{c.Key}={c.Value.Value}"));
        if (cookies.Length > 0) request.Headers.Add("Cookie", cookies);
        using var response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        if (!response.Headers.TryGetValues("Set-Cookie", out var lines)) return;
        foreach (var line in lines) Keep(line, now);
    }

    /// <summary>The calls of a page: all at the same time.</summary>
    public Task GetAllAsync(string path, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => GetAsync(path)));

    public void Dispose() => _client.Dispose();

    private void Keep(string line, DateTimeOffset now)
    {
        var parts = line.Split(';', StringSplitOptions.TrimEntries);
        var cookie = parts[0].Split('=', 2);
        var age = parts.FirstOrDefault(p => p.StartsWith("max-age=", StringComparison.OrdinalIgnoreCase));
        var until = age is null ? DateTimeOffset.MaxValue : now.AddSeconds(int.Parse(age.AsSpan("max-age=".Length), CultureInfo.InvariantCulture));
        _cookies[cookie[0]] = (cookie[1], until);
    }
}
