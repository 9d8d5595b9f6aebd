namespace Azu.Sessions.AspNetCore.Tests;

public sealed class CookieChunkTests
{
    [Theory]
    [InlineData(100, 1)]
    [InlineData(4000, 2)]
    [InlineData(7000, 3)]
    public async Task A_session_that_one_cookie_cannot_hold_goes_into_several(int bytes, int cookies)
    {
        await using var app = await CookieApp.StartAsync(options: o => o.Cookie.Chunking = true);
        using var client = app.NewBareClient();
        var (written, _) = await CookieApp.SendAsync(client, HttpMethod.Post, $"/fill/{bytes}");
        var set = CookieApp.CookiesOf(written);
        Assert.Equal(cookies, set.Length);
        Assert.All(written.Headers.GetValues("Set-Cookie"), c => Assert.InRange(c.Length, 1, 4096));
        Assert.Equal(":" + CookieApp.Filling(bytes), (await CookieApp.SendAsync(client, HttpMethod.Get, "/", set)).Body);
        Assert.Equal(":" + CookieApp.Filling(bytes), (await CookieApp.SendAsync(client, HttpMethod.Get, "/", [.. set.Reverse()])).Body);
    }

    [Fact]
    [Trait("Requirement", "R-19")]
    public async Task Chunks_that_are_missing_doubled_exchanged_or_of_two_generations_are_no_session()
    {
        await using var app = await CookieApp.StartAsync(options: o => o.Cookie.Chunking = true);
        using var client = app.NewBareClient();
        var one = CookieApp.CookiesOf((await CookieApp.SendAsync(client, HttpMethod.Post, "/fill/7000")).Response);
        var two = CookieApp.CookiesOf((await CookieApp.SendAsync(client, HttpMethod.Post, "/fill/7001")).Response);
        Assert.Equal(3, one.Length);

        await Refused(one[0], one[1]);
        await Refused(one[0], one[2]);
        await Refused(one[1], one[2]);
        await Refused(one[0], one[1], one[2], one[2]);
        await Refused(one[0], Named(one[2], 1), Named(one[1], 2));
        await Refused(one[0], one[1], two[2]);
        await Refused(two[0], one[1], one[2]);
        await Refused(one[0].Replace("=3~", "=2~", StringComparison.Ordinal), one[1], one[2]);
        await Refused(one[0].Replace("=3~", "=4~", StringComparison.Ordinal), one[1], one[2], Named(one[2], 3));

        async Task Refused(params string[] cookies) => Assert.Equal(":", (await CookieApp.SendAsync(client, HttpMethod.Get, "/", cookies)).Body);
        static string Named(string cookie, int index) => $"_session.{index}={cookie.Split('=')[1]}";
    }

    [Fact]
    [Trait("Requirement", "R-19")]
    public async Task Chunks_that_a_shorter_value_no_longer_needs_are_removed()
    {
        await using var app = await CookieApp.StartAsync(options: o => o.Cookie.Chunking = true);
        using var client = app.NewBareClient();
        var three = CookieApp.CookiesOf((await CookieApp.SendAsync(client, HttpMethod.Post, "/fill/7000")).Response);
        var (shorter, _) = await CookieApp.SendAsync(client, HttpMethod.Post, "/write/short", three);
        var set = shorter.Headers.GetValues("Set-Cookie").ToArray();
        Assert.Single(CookieApp.CookiesOf(shorter));
        Assert.Contains(set, c => c.StartsWith("_session.1=;", StringComparison.Ordinal) && c.Contains("max-age=0", StringComparison.Ordinal));
        Assert.Contains(set, c => c.StartsWith("_session.2=;", StringComparison.Ordinal) && c.Contains("max-age=0", StringComparison.Ordinal));

        var (out1, _) = await CookieApp.SendAsync(client, HttpMethod.Post, "/logout", three);
        Assert.Equal(3, out1.Headers.GetValues("Set-Cookie").Count(c => c.Contains("max-age=0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task More_than_four_cookies_are_too_many()
    {
        await using var app = await CookieApp.StartAsync(options: o => o.Cookie.Chunking = true);
        using var client = app.NewBareClient();
        var (response, _) = await CookieApp.SendAsync(client, HttpMethod.Post, "/fill/14000");
        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(app.Sink.Lines, l => l.Contains("4 cookies hold", StringComparison.Ordinal));
    }
}
