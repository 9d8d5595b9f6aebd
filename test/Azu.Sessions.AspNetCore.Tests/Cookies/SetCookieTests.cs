using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What the cookie looks like, and when it is Secure.</summary>
[Trait("Requirement", "R-11")]
public sealed class SetCookieTests
{
    // HighSecurity binds the session to it.
    private const string Agent = "User-Agent: browser";

    private readonly ManualTimeProvider _clock = new(new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    private static readonly Dictionary<string, (SessionPreset? Preset, Action<AzuSessionsOptions>? Options, string Expected)> s_cookies = new()
    {
        ["default"] = (null, null, "__Host-_session=*; path=/; secure; httponly; samesite=lax"),
        ["Production"] = (SessionPreset.Production, null, "__Host-_session=*; path=/; secure; httponly; samesite=lax"),
        ["HighSecurity"] = (SessionPreset.HighSecurity, null, "__Host-_session=*; path=/; secure; httponly; samesite=strict"),
        ["Production without prefix"] = (SessionPreset.Production, o => o.Cookie.UseHostPrefix = false, "_session=*; path=/; secure; httponly; samesite=lax"),
        ["SameSite none"] = (SessionPreset.Production, o =>
            o.Cookie.SameSite = CookieSameSite.None, "__Host-_session=*; path=/; secure; httponly; samesite=none"),
        ["Partitioned"] = (SessionPreset.Production, o =>
            (o.Cookie.Partitioned, o.Cookie.SameSite) = (true, CookieSameSite.None), "__Host-_session=*; path=/; secure; httponly; samesite=none; partitioned"),
        ["Domain and path"] = (null, o =>
            (o.Cookie.Domain, o.Cookie.Path, o.Cookie.Name, o.Cookie.UseHostPrefix) = ("example.test", "/shop", "basket", false),
            "basket=*; path=/shop; domain=example.test; secure; httponly; samesite=lax"),
        ["for scripts"] = (null, o => o.Cookie.HttpOnly = false, "__Host-_session=*; path=/; secure; samesite=lax"),
        ["Persistent"] = (null, o =>
            o.Cookie.Persistent = true, "__Host-_session=*; path=/; expires=Wed, 02 Jan 2030 12:00:00 GMT; max-age=86400; secure; httponly; samesite=lax"),
        ["Persistent, without an absolute end"] = (null, o =>
            (o.Cookie.Persistent, o.AbsoluteTimeout) = (true, null),
            "__Host-_session=*; path=/; expires=Tue, 01 Jan 2030 13:00:00 GMT; max-age=3600; secure; httponly; samesite=lax"),
    };

    public static TheoryData<string> Cookies => [.. s_cookies.Keys];

    [Theory]
    [MemberData(nameof(Cookies))]
    public async Task The_cookie_is_exactly_this(string what)
    {
        var (preset, options, expected) = s_cookies[what];
        await using var app = await StartAsync(options, preset, "Production");
        await using var connection = await RawConnection.OpenAsync(app.App);
        var set = await connection.SendAsync("GET", "/note/hello", Agent);
        Assert.Equal(expected, Starred(set));
        Assert.Equal("hello", (await connection.SendAsync("GET", "/note", set.CookieLine, Agent)).Body);
    }

    [Theory]
    [Trait("Requirement", "R-20")]
    [MemberData(nameof(Cookies))]
    public async Task A_removal_repeats_the_name_and_every_flag(string what)
    {
        var (preset, options, expected) = s_cookies[what];
        await using var app = await StartAsync(options, preset, "Production");
        await using var connection = await RawConnection.OpenAsync(app.App);
        var set = await connection.SendAsync("GET", "/note/hello", Agent);
        var removed = Starred(await connection.SendAsync("GET", "/out", set.CookieLine, Agent));
        Assert.Contains("; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0", removed, StringComparison.Ordinal);
        Assert.Equal(Lasting(expected).Replace("*", "", StringComparison.Ordinal), Lasting(removed));
        Assert.Empty(app.Stored());

        static string Lasting(string cookie) =>
            string.Join(';', cookie.Split(';')
            .Where(a => !a.StartsWith(" expires", StringComparison.Ordinal) && !a.StartsWith(" max-age", StringComparison.Ordinal)));
    }

    [Theory]
    [Trait("Requirement", "R-25")]
    [InlineData("Development", "localhost", false)]
    [InlineData("Development", "localhost:5000", false)]
    [InlineData("Development", "127.0.0.1:5000", false)]
    [InlineData("Development", "[::1]:5000", false)]
    [InlineData("Development", "shop.example", true)]
    [InlineData("Development", "localhost.evil.example", true)]
    [InlineData("Production", "localhost", true)]
    [InlineData("Production", "shop.example", true)]
    [InlineData("Staging", "localhost", true)]
    public async Task Only_plain_http_on_this_machine_in_development_is_not_secure(string environment, string host, bool isSecure)
    {
        await using var app = await StartAsync(null, null, environment);
        await using var connection = await RawConnection.OpenAsync(app.App);
        await connection.WriteAsync($"GET /note/hello HTTP/1.1\r\nHost: {host}\r\n\r\n");
        Assert.Equal(isSecure, Starred(await connection.ReadAsync()).Contains("; secure", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Requirement", "R-25")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Behind_a_proxy_that_ends_TLS_the_cookie_is_secure(bool isProxyTrusted)
    {
        await using var app = await StartAsync(null, null, "Production", a =>
        {
            if (isProxyTrusted) a.UseForwardedHeaders(new() { ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedProto });
        });
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Contains("; secure", Starred(await connection.SendAsync("GET", "/note/hello", "X-Forwarded-Proto: https")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persistent_cookie_is_renewed_with_the_session_and_only_then()
    {
        await using var app = await StartAsync(o => (o.Cookie.Persistent, o.AbsoluteTimeout) = (true, null), null, "Production");
        await using var connection = await RawConnection.OpenAsync(app.App);
        var set = await connection.SendAsync("GET", "/note/hello");
        Assert.Empty((await connection.SendAsync("GET", "/note", set.CookieLine)).SetCookies);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(set.Cookie, (await connection.SendAsync("GET", "/note", set.CookieLine)).Cookie);
    }

    private static string Starred(RawResponse response)
    {
        var cookie = Assert.Single(response.SetCookies);
        var (from, to) = (cookie.IndexOf('=', StringComparison.Ordinal) + 1, cookie.IndexOf(';', StringComparison.Ordinal));
        return to > from ? cookie[..from] + "*" + cookie[to..] : cookie;
    }

    private Task<StoreApp> StartAsync(Action<AzuSessionsOptions>? options, SessionPreset? preset, string environment, Action<WebApplication>? before = null) =>
        StoreApp.StartAsync<Visits>(
        app =>
        {
            before?.Invoke(app);
            app.UseAzuSessions();
            app.MapVisits();
            app.MapGet("/out", async (Session<Visits> session) => await session.SignOutAsync());
        },
        options,
        b => b.Services.AddSingleton<TimeProvider>(_clock),
        s => _ = preset is { } named ? s.UsePreset(named) : s,
        new DurableStore { Clock = _clock },
        environment);
}
