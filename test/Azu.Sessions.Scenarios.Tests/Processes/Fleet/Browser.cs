namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>A visitor with one cookie jar. Each request goes to the next node, or to the one that it names.</summary>
public sealed class Browser : IDisposable
{
    private static readonly HttpRequestOptionsKey<NodeProcess> s_node = new("node");
    private static readonly Uri s_site = new("http://127.0.0.1/");

    private const string Marker = "_session_w";

    private readonly CookieContainer _jar = new();
    private readonly HttpClient _client;

    internal Browser(NodeFleet fleet, string? cookie, bool keepsMarkers = true)
    {
        if (cookie is not null) _jar.Add(new Cookie("_session", cookie, "/", s_site.Host));
        _client = new(new NextNode(fleet, _jar, keepsMarkers), disposeHandler: false) { BaseAddress = s_site };
    }

    /// <summary>The session's cookie; null: there is none.</summary>
    public string? Cookie => _jar.GetCookies(s_site)["_session"]?.Value;

    /// <summary>Some seconds pass in which the visitor writes nothing.</summary>
    public void ForgetMarker() => _jar.GetCookies(s_site)[Marker]!.Expired = true;

    public Task<HttpResponseMessage> GetAsync(string path, NodeProcess? node = null) => SendAsync(HttpMethod.Get, path, node);

    public Task<HttpResponseMessage> PostAsync(string path, NodeProcess? node = null) => SendAsync(HttpMethod.Post, path, node);

    /// <summary>The text of a page that must be shown.</summary>
    public async Task<string> ReadAsync(string path, NodeProcess? node = null)
    {
        using var answer = await GetAsync(path, node);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>Does something that must succeed, and returns what the node says to it.</summary>
    public async Task<string> DoAsync(string path, NodeProcess? node = null)
    {
        using var answer = await PostAsync(path, node);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    public async Task<HttpStatusCode> StatusAsync(string path, NodeProcess? node = null)
    {
        using var answer = await GetAsync(path, node);
        return answer.StatusCode;
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, NodeProcess? node)
    {
        using var request = new HttpRequestMessage(method, path);
        if (node is not null) request.Options.Set(s_node, node);
        return await _client.SendAsync(request);
    }

    /// <summary>What a load balancer without affinity does, and the jar: to the browser all nodes are one site.</summary>
    private sealed class NextNode(NodeFleet fleet, CookieContainer jar, bool keepsMarkers) : DelegatingHandler(fleet.Transport)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var node = request.Options.TryGetValue(s_node, out var named) ? named : fleet.Next;
            if (jar.GetCookieHeader(s_site) is { Length: > 0 } cookies) request.Headers.Add("Cookie", cookies);
            request.RequestUri = new(node.Address, request.RequestUri!.PathAndQuery);
            var response = await base.SendAsync(request, cancellationToken);
            if (!response.Headers.TryGetValues("Set-Cookie", out var lines)) return response;
            foreach (var line in lines.Where(l => keepsMarkers || !l.StartsWith(Marker, StringComparison.Ordinal))) jar.SetCookies(s_site, line);
            return response;
        }
    }
}
