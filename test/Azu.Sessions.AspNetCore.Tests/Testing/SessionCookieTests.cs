using System.Net;
using System.Security.Claims;
using Azu.Sessions.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Time.Testing;

namespace Azu.Sessions.AspNetCore.Tests.Testing;

/// <summary>What the tests of an application see of a host that they give a session to.</summary>
public sealed class SessionCookieTests
{
    [Theory]
    [InlineData("Development", "_session")]
    [InlineData("Production", "__Host-_session")]
    public async Task A_client_is_signed_in_from_its_first_request(string environment, string name)
    {
        await using var app = await StartAsync(environment);
        using var client = app.GetTestClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/mine")).StatusCode);

        var cookie = await app.Services.CreateSessionCookieAsync(new Visitor { Cart = ["apple"] }, "alice");
        Assert.Equal([name], cookie.Values.Keys);
        using var signedIn = app.GetTestClient().UseSession(cookie);
        Assert.Equal("https://localhost/", signedIn.BaseAddress!.ToString());
        Assert.Equal("https alice: apple", await signedIn.GetStringAsync("/mine"));
    }

    [Fact]
    public async Task A_client_passes_the_authorization_of_the_application()
    {
        await using var app = await StartAsync(services: s => s.AddAuthorization().AddAuthentication()
            .AddAzuSessions<Visitor>(o => o.Claims = (_, data) => [new(ClaimTypes.Role, data.Name!)]));
        using var editor = app.GetTestClient().UseSession(await app.Services.CreateSessionCookieAsync(new Visitor { Name = "editor" }, "alice"));
        Assert.Equal("alice edits", await editor.GetStringAsync("/edit"));
        using var reader = app.GetTestClient().UseSession(await app.Services.CreateSessionCookieAsync(new Visitor { Name = "reader" }, "bob"));
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/edit")).StatusCode);
    }

    [Fact]
    public async Task A_test_reads_what_a_page_has_stored()
    {
        await using var app = await StartAsync();
        var cookie = await app.Services.CreateSessionCookieAsync(new Visitor());
        using var client = app.GetTestClient().UseSession(cookie);
        (await client.PostAsync("/cart/pear", null)).EnsureSuccessStatusCode();

        var sessions = app.Services.GetRequiredService<SessionManager<Visitor>>();
        Assert.Equal(["pear"], (await sessions.GetAsync(cookie.SessionId)).Data.Cart);
        (await client.PostAsync("/logout", null)).EnsureSuccessStatusCode();
        Assert.Null(await sessions.FindAsync(cookie.SessionId));
    }

    [Fact]
    public async Task A_session_in_several_cookies_arrives_whole_and_leaves_nothing_behind()
    {
        await using var app = await StartAsync(sessions: s => s.UseCookieStore(), options: o => o.Cookie.Chunking = true);
        var filling = CookieApp.Filling(5_000);
        var cookie = await app.Services.CreateSessionCookieAsync(new Visitor { Cart = [filling] }, "alice");
        Assert.Equal(["_session", "_session.1"], cookie.Values.Keys.Order());
        using var client = app.GetTestClient().UseSession(cookie);
        Assert.Equal($"https alice: {filling}", await client.GetStringAsync("/mine"));

        client.UseSession(await app.Services.CreateSessionCookieAsync(new Visitor { Cart = ["apple"] }, "bob"));
        Assert.Equal("https bob: apple", await client.GetStringAsync("/mine"));
        Assert.DoesNotContain("_session.1", string.Join("; ", client.DefaultRequestHeaders.GetValues("Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_has_a_session_of_each_type_and_keeps_its_other_cookies()
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();
        client.DefaultRequestHeaders.Add("Cookie", "theme=dark");
        client.UseSession(await app.Services.CreateSessionCookieAsync(new Visitor { Cart = ["apple"] }, "alice"));
        client.UseSession(await app.Services.CreateSessionCookieAsync(new Visits { Count = 3 }));
        client.UseSession(await app.Services.CreateSessionCookieAsync(new Visitor { Cart = ["pear"] }, "bob"));
        Assert.Equal("https bob: pear", await client.GetStringAsync("/mine"));
        Assert.Equal("3 dark", await client.GetStringAsync("/visits"));
    }

    [Fact]
    public async Task A_client_that_keeps_cookies_follows_sign_in_and_sign_out()
    {
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddAzuSessions<Visitor>().UseMemoryStore(), Map);
        var cookies = new CookieContainer().UseSession(await app.Services.CreateSessionCookieAsync(new Visitor { Cart = ["apple"] }), app.Address);
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = app.Address };

        (await client.PostAsync("/login/alice", null)).EnsureSuccessStatusCode();
        Assert.Equal("http alice: apple", await client.GetStringAsync("/mine"));
        (await client.PostAsync("/logout", null)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/mine")).StatusCode);
    }

    [Fact]
    public async Task A_cookie_of_a_domain_and_path_is_replaced_by_the_next_one_of_the_application()
    {
        await using var app = await StartAsync(options: o => (o.Cookie.Domain, o.Cookie.Path) = ("example.com", "/shop"));
        var address = new Uri("https://www.example.com/shop/mine");
        var cookie = await app.Services.CreateSessionCookieAsync(new Visitor());
        Assert.Throws<CookieException>(() => new CookieContainer().UseSession(cookie));
        var cookies = new CookieContainer().UseSession(cookie, address);
        var first = cookies.GetCookieHeader(address);
        Assert.StartsWith("_session=", first, StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("https://www.example.com/login/alice"));
        request.Headers.Add("Cookie", first);
        using var client = app.GetTestClient();
        using var answer = await client.SendAsync(request);
        cookies.SetCookies(address, answer.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal(answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0], cookies.GetCookieHeader(address));
    }

    [Fact]
    public async Task A_session_expires_by_the_clock_of_the_test()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await StartAsync(clock: clock);
        using var client = app.GetTestClient().UseSession(await app.Services.CreateSessionCookieAsync(new Visitor(), "alice"));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/mine")).StatusCode);
        clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/mine")).StatusCode);
    }

    [Fact]
    public async Task A_bound_session_is_for_the_client_that_it_was_created_for()
    {
        await using var app = await StartAsync(options: o => o.Binding.UserAgent = true);
        await Assert.ThrowsAsync<SessionBindingException>(() => app.Services.CreateSessionCookieAsync(new Visitor(), "alice").AsTask());
        var cookie = await app.Services.CreateSessionCookieAsync(new Visitor(), "alice", new(Address: null, UserAgent: "tests/1"));
        using var client = app.GetTestClient().UseSession(cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/mine")).StatusCode);
        client.DefaultRequestHeaders.UserAgent.ParseAdd("tests/1");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/mine")).StatusCode);
    }

    [Fact]
    public async Task A_session_type_that_the_application_does_not_have_is_named()
    {
        await using var app = await StartAsync();
        var mistake = await Assert.ThrowsAsync<InvalidOperationException>(() => app.Services.CreateSessionCookieAsync(new Uri("https://localhost")).AsTask());
        Assert.Contains("no sessions of Uri", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "https://localhost/")]
    [InlineData("http://localhost", "https://localhost/")]
    [InlineData("http://localhost/shop/", "https://localhost/shop/")]
    [InlineData("https://shop.example", "https://shop.example/")]
    [InlineData("http://localhost:5080", "http://localhost:5080/")]
    [InlineData("http://127.0.0.1", "http://127.0.0.1/")]
    public async Task Only_the_address_of_a_test_host_becomes_https(string? address, string expected)
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = address is null ? null : new Uri(address) };
        Assert.Same(client, client.UseSession(await app.Services.CreateSessionCookieAsync(new Visitor())));
        Assert.Equal(expected, client.BaseAddress!.ToString());
    }

    [Fact]
    public async Task The_text_of_a_cookie_shows_no_token()
    {
        await using var app = await StartAsync();
        var cookie = await app.Services.CreateSessionCookieAsync(new Visitor());
        Assert.Equal($"cookie of session {cookie.SessionId}", $"{cookie}");
        Assert.Equal($"_session={cookie.Values["_session"]}", cookie.Header);
    }

    private static async Task<WebApplication> StartAsync(string environment = "Development", Action<AzuSessionsOptions>? options = null,
        Action<AzuSessionsBuilder<Visitor>>? sessions = null, TimeProvider? clock = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration["SESSION_SECRET"] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        if (clock is not null) builder.Services.AddSingleton(clock);
        var added = builder.Services.AddAzuSessions<Visitor>(options);
        if (sessions is null) added.UseMemoryStore();
        else sessions(added);
        builder.Services.AddAzuSessions<Visits>(o => o.Cookie.Name = "visits").UseMemoryStore();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        Map(app);
        if (services is not null) app.MapGet("/edit", (HttpContext context) => $"{context.User.FindFirstValue(ClaimTypes.NameIdentifier)} edits")
            .RequireAuthorization(policy => policy.RequireRole("editor"));
        app.MapGet("/visits", (Session<Visits> session, HttpRequest request) => $"{session.Data.Count} {request.Cookies["theme"]}")
            .WithSession(typeof(Visits));
        await app.StartAsync();
        return app;
    }

    private static void Map(WebApplication app)
    {
        app.UseAzuSessions();
        app.MapGet("/mine", (Session<Visitor> session, HttpRequest request) =>
            $"{request.Scheme} {session.Subject}: {string.Join(',', session.Data.Cart)}").RequireSignIn();
        app.MapPost("/cart/{item}", (string item, Session<Visitor> session) => session.Update(d => d with { Cart = [.. d.Cart, item] }));
        app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
        app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
    }
}
