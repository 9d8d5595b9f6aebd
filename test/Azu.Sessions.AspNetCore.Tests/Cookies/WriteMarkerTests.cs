using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A client that wrote reads past the copies for a while, and no other does.</summary>
public sealed class WriteMarkerTests
{
    private const string Marker = "_session_w=1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_reads_on_every_node_what_it_wrote_on_one()
    {
        var server = new SharedServer();
        await using var one = await StartAsync(server);
        await using var two = await StartAsync(server);
        using var browser = new Browser();
        await browser.PostAsync(one, "/login/ann");
        two.Store.Backplane.IsCut = true;
        for (var count = 1; count <= 20; count++)
        {
            // This node keeps a copy from before.
            await browser.ReadAsync(two, "/");
            await browser.PostAsync(one, "/count");
            Assert.Equal($"ann|{count}|Durable", await browser.ReadAsync(two, "/"));
        }
    }

    [Fact]
    public async Task Without_the_marker_another_node_shows_what_was_before()
    {
        var server = new SharedServer();
        await using var one = await StartAsync(server);
        await using var two = await StartAsync(server);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        var cookie = SessionCookie(await SendAsync(client, one, HttpMethod.Post, "/login/ann", null));
        two.Store.Backplane.IsCut = true;
        Assert.Equal("ann|0|Durable", await ReadAsync(client, two, cookie));
        await SendAsync(client, one, HttpMethod.Post, "/count", cookie);
        Assert.Equal("ann|0|Durable", await ReadAsync(client, two, cookie));
        Assert.Equal("ann|1|Durable", await ReadAsync(client, two, cookie + "; " + Marker));
        // What was read past the copy has taken its place.
        Assert.Equal("ann|1|Durable", await ReadAsync(client, two, cookie));
    }

    [Theory]
    [InlineData("/login/bob", true)]
    [InlineData("/count", true)]
    [InlineData("/logout", true)]
    [InlineData("/rotate", true)]
    [InlineData("/save", true)]
    [InlineData("/fail", true)]
    [InlineData("/revoke", true)]
    [InlineData("/touch", false)]
    [InlineData("/nothing", false)]
    [InlineData("/dropped", false)]
    public async Task A_response_carries_it_that_wrote_and_no_other(string path, bool isMarked)
    {
        await using var node = await StartAsync(new(), map: Map);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        var cookie = SessionCookie(await SendAsync(client, node, HttpMethod.Post, "/login/ann", null));
        using var response = await SendAsync(client, node, HttpMethod.Post, path, cookie);
        var markers = Cookies(response).Where(c => c.StartsWith("_session_w", StringComparison.Ordinal)).ToList();
        if (!isMarked)
        {
            Assert.Empty(markers);
            return;
        }

        Assert.Equal([Marker + "; path=/; max-age=3; httponly; samesite=lax"], markers);
        Assert.Equal("no-store, private", response.Headers.CacheControl!.ToString());
        Assert.Contains("Cookie", response.Headers.Vary);
    }

    [Fact]
    public async Task A_node_whose_copies_outlive_the_bound_sends_none_and_takes_none()
    {
        await using var node = await WebNode.StartAsync(new());
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var response = await SendAsync(client, node, HttpMethod.Post, "/login/ann", null);
        Assert.Single(Cookies(response));
        var before = (await node.Sessions.GetStatisticsAsync(Token)).NearCache!.Hits;
        Assert.Equal("ann|0|Durable", await ReadAsync(client, node, SessionCookie(response) + "; " + Marker));
        Assert.Equal(before + 1, (await node.Sessions.GetStatisticsAsync(Token)).NearCache!.Hits);
    }

    [Fact]
    public async Task A_visitor_who_has_not_consented_gets_none()
    {
        await using var node = await StartAsync(new(), o => o.Cookie.IsEssential = false, consents: false);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var response = await SendAsync(client, node, HttpMethod.Post, "/login/ann", null);
        Assert.Empty(Cookies(response));
    }

    [Fact]
    public void It_has_the_attributes_of_the_session_cookie_and_keeps_the_rules_of_its_prefix()
    {
        var cookie = new SessionCookieOptions { UseHostPrefix = true, Persistent = true, Partitioned = true, SameSite = CookieSameSite.Strict };
        Assert.Equal(
            "__Host-_session_w=1; path=/; max-age=2; secure; httponly; samesite=strict; partitioned",
            SetCookieHeader.WriteBeside(cookie, WriteMarker.Suffix, WriteMarker.Value, TimeSpan.FromSeconds(1.1), isSecure: true));
        Assert.Equal(
            "_session_w=1; path=/shop; domain=example.com; max-age=3; samesite=lax",
            SetCookieHeader.WriteBeside(new() { Path = "/shop", Domain = "example.com", HttpOnly = false }, WriteMarker.Suffix, WriteMarker.Value,
                TimeSpan.FromSeconds(3), isSecure: false));
    }

    [Fact]
    public async Task It_is_no_other_type_s_session_cookie()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Services.AddAzuSessions<Visitor>(o => o.Secret = WebNode.Secret).UseStore(new AnnouncingStore(new(), TimeProvider.System)).WithNearCache();
        builder.Services.AddAzuSessions<Other>(o => (o.Secret, o.Cookie.Name) = (WebNode.Secret, "_session_w")).UseMemoryStore();
        await using var app = builder.Build();
        Assert.Contains("'_session_w'", Assert.Throws<InvalidOperationException>(() => app.UseAzuSessions()).Message, StringComparison.Ordinal);
    }

    private static Task<WebNode> StartAsync(SharedServer server, Action<AzuSessionsOptions>? options = null, Action<WebApplication>? map = null,
        bool consents = true) =>
        WebNode.StartAsync(server, options, map, WebNode.Default, app =>
        {
            if (!consents) app.Use((context, next) =>
            {
                context.Features.Set<ITrackingConsentFeature>(new NoConsent());
                return next(context);
            });
        });

    private static void Map(WebApplication app)
    {
        app.MapPost("/rotate", (Session<Visitor> session) => session.RotateToken());
        app.MapPost("/touch", (Session<Visitor> session) => session.Touch());
        app.MapPost("/revoke", (Session<Visitor> session, SessionManager<Visitor> sessions) =>
            sessions.RevokeSubjectAsync(session.Subject!, cancellationToken: Token).AsTask());
        app.MapPost("/nothing", (Session<Visitor> session) => session.Subject);
        app.MapPost("/dropped", (HttpContext context, Session<Visitor> session) =>
        {
            session.Data = session.Data with { Name = "x" };
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        });
        app.MapPost("/save", async (HttpContext context, Session<Visitor> session) =>
        {
            session.Data = session.Data with { Name = "x" };
            await session.SaveAsync();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        });
        app.MapPost("/fail", async (Session<Visitor> session) =>
        {
            session.Data = session.Data with { Name = "x" };
            await session.SaveAsync();
            throw new InvalidOperationException("The endpoint failed after it had written.");
        });
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, WebNode node, HttpMethod method, string path, string? cookie)
    {
        using var request = new HttpRequestMessage(method, new Uri(node.Address, path));
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return await client.SendAsync(request, Token);
    }

    private static async Task<string> ReadAsync(HttpClient client, WebNode node, string cookie)
    {
        using var response = await SendAsync(client, node, HttpMethod.Get, "/", cookie);
        return await response.Content.ReadAsStringAsync(Token);
    }

    private static IEnumerable<string> Cookies(HttpResponseMessage response) => response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];

    private static string SessionCookie(HttpResponseMessage response) =>
        Cookies(response).First(c => c.StartsWith("_session=", StringComparison.Ordinal)).Split(';')[0];

    private sealed record Other;

    private sealed class NoConsent : ITrackingConsentFeature
    {
        public bool IsConsentNeeded => true;

        public bool HasConsent => false;

        public bool CanTrack => false;

        public void GrantConsent() => throw new NotSupportedException();

        public void WithdrawConsent() => throw new NotSupportedException();

        public string CreateConsentCookie() => throw new NotSupportedException();
    }
}
