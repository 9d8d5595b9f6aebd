using System.Net;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Three applications behind one cookie jar.</summary>
public sealed class ClusterHttpTests : IAsyncLifetime
{
    private readonly SharedServer _server = new();
    private readonly Browser _browser = new();
    private readonly List<WebNode> _nodes = [];

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 3; i++) _nodes.Add(await WebNode.StartAsync(_server));
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task A_visitor_moves_between_nodes_without_noticing()
    {
        await _browser.PostAsync(_nodes[0], "/login/ann");
        for (var i = 1; i <= 12; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await _browser.StatusAsync(_nodes[i % 3], "/count", isPost: true));
            Assert.Equal($"ann|{i}|Durable", await _browser.ReadAsync(_nodes[(i + 1) % 3], "/"));
        }
    }

    [Fact]
    public async Task Who_signed_out_on_one_node_is_signed_out_on_all()
    {
        await _browser.PostAsync(_nodes[0], "/login/ann");
        foreach (var node in _nodes) Assert.Equal("ann", await _browser.ReadAsync(node, "/account"));
        await _nodes[1].Sessions.RevokeSubjectAsync("ann", cancellationToken: TestContext.Current.CancellationToken);
        foreach (var node in _nodes) Assert.Equal(HttpStatusCode.Unauthorized, await _browser.StatusAsync(node, "/account"));
    }

    [Fact]
    public async Task An_endpoint_that_requires_a_fresh_session_goes_past_the_copy()
    {
        await _browser.PostAsync(_nodes[0], "/login/ann");
        Assert.Equal("ann|0|Durable", await _browser.ReadAsync(_nodes[2], "/"));
        _nodes[2].Store.Backplane.Hold();
        await _browser.PostAsync(_nodes[1], "/count");
        Assert.Equal("ann|1|Durable", await _browser.ReadAsync(_nodes[2], "/fresh"));
    }

    [Fact]
    public async Task An_outage_shows_stale_copies_where_that_is_wanted_and_nowhere_else()
    {
        await _browser.PostAsync(_nodes[0], "/login/ann");
        await _browser.PostAsync(_nodes[0], "/count");
        GoDown();
        Assert.Equal("ann|1|Stale", await _browser.ReadAsync(_nodes[0], "/stale"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _browser.StatusAsync(_nodes[0], "/stale-write", isPost: true));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _browser.StatusAsync(_nodes[0], "/account"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _browser.StatusAsync(_nodes[0], "/recent"));
        Assert.Equal("|Unavailable", await _browser.ReadAsync(_nodes[0], "/fresh-stale"));
        Assert.Equal("|0|Unavailable", await _browser.ReadAsync(_nodes[0], "/"));
        // This node never had a copy: it requires a session, and cannot say that there is none.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _browser.StatusAsync(_nodes[1], "/stale"));

        ComeBack();
        await Eventually.HoldsAsync(async () => await _browser.StatusAsync(_nodes[1], "/stale") == HttpStatusCode.OK);
        await Eventually.HoldsAsync(async () => await _browser.ReadAsync(_nodes[0], "/") == "ann|1|Durable");
    }

    [Fact]
    public async Task No_response_of_an_outage_touches_the_cookie()
    {
        await _browser.PostAsync(_nodes[0], "/login/ann");
        GoDown();
        foreach (var path in new[] { "/", "/stale", "/fresh", "/fresh-stale", "/account", "/recent" })
        {
            using var response = await _browser.GetAsync(_nodes[0], path);
            Assert.False(response.Headers.Contains("Set-Cookie"), path);
        }
    }

    [Fact]
    public async Task Health_says_whether_the_store_answers_and_whether_copies_are_used()
    {
        Assert.Equal("Healthy", await _browser.ReadAsync(_nodes[0], "/health"));
        _nodes[0].Store.Backplane.CannotSend = true;
        await Eventually.HoldsAsync(async () => await _browser.ReadAsync(_nodes[0], "/health") == "Degraded");
        GoDown();
        using var down = await _browser.GetAsync(_nodes[0], "/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        Assert.Equal("Unhealthy", await down.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        _nodes[0].Store.Backplane.CannotSend = false;
        ComeBack();
        await Eventually.HoldsAsync(async () => await _browser.StatusAsync(_nodes[0], "/health") == HttpStatusCode.OK);
        await Eventually.HoldsAsync(async () => await _browser.ReadAsync(_nodes[0], "/health") == "Healthy");
    }

    private void GoDown()
    {
        _server.IsDown = true;
        foreach (var node in _nodes) node.Store.Backplane.Listener!.Interrupted();
    }

    private void ComeBack() => _server.IsDown = false;
}
