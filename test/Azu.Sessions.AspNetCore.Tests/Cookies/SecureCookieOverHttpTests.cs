namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>
/// A browser does not send a Secure cookie back over plain http, and each of its requests then starts a new session. That is worth a warning.
/// </summary>
public sealed class SecureCookieOverHttpTests
{
    [Theory]
    [InlineData("shop.test", "Production")]
    [InlineData("shop.test", "Development")]
    [InlineData("192.168.1.5:5000", "Development")]
    [InlineData("[2001:db8::5]", "Production")]
    [InlineData("localhost.shop.test", "Production")]
    [InlineData("notlocalhost", "Production")]
    public async Task It_is_said_once_and_names_what_to_do(string host, string environment)
    {
        await using var app = await StartAsync(environment);
        for (var i = 0; i < 3; i++) await AskAsync(app, host);
        var line = Assert.Single(Warnings(app));
        Assert.Contains(host, line, StringComparison.Ordinal);
        Assert.Contains("Use https", line, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Proto", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("LOCALHOST")]
    [InlineData("localhost.")]
    [InlineData("shop.localhost")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("127.1.2.3")]
    [InlineData("[::1]:5000")]
    public async Task On_loopback_names_browsers_send_it_back_and_nothing_is_said(string host)
    {
        await using var app = await StartAsync("Production");
        await AskAsync(app, host);
        Assert.Empty(Warnings(app));
    }

    [Theory]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("X-Forwarded-Proto: https, http")]
    [InlineData("Forwarded: for=192.0.2.60;proto=https;by=203.0.113.43")]
    public async Task Behind_a_proxy_that_ends_TLS_nothing_is_said(string header)
    {
        await using var app = await StartAsync("Production");
        await AskAsync(app, "shop.test", header);
        Assert.Empty(Warnings(app));
    }

    [Fact]
    public async Task A_request_that_sets_no_cookie_says_nothing()
    {
        await using var app = await StartAsync("Production");
        await using var connection = await RawConnection.OpenAsync(app);
        await connection.WriteAsync("GET /note HTTP/1.1\r\nHost: shop.test\r\n\r\n");
        Assert.Equal("none", (await connection.ReadAsync()).Body);
        Assert.Empty(Warnings(app));
    }

    private static string[] Warnings(TestApp app) => [.. app.Sink.Lines.Where(l => l.StartsWith("Warning Azu.Sessions[46]", StringComparison.Ordinal))];

    private static async Task AskAsync(TestApp app, string host, string header = "X-Nothing: 1")
    {
        await using var connection = await RawConnection.OpenAsync(app);
        await connection.WriteAsync($"GET /note/written HTTP/1.1\r\nHost: {host}\r\n{header}\r\n\r\n");
        Assert.Contains("; secure", Assert.Single((await connection.ReadAsync()).SetCookies), StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(string environment) => TestApp.StartAsync(
        builder => builder.Services.AddAzuSessions<Visits>().UseMemoryStore(),
        app =>
        {
            app.UseAzuSessions();
            app.MapVisits();
        },
        environment);
}
