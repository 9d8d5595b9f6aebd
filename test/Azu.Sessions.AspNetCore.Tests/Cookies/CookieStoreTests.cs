using System.Net;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

public sealed class CookieStoreTests
{
    [Theory]
    [InlineData(EncryptionAlgorithm.Aes256Gcm)]
    [InlineData(EncryptionAlgorithm.Aes256CbcHmacSha256)]
    public async Task A_session_lives_in_the_cookie_alone(EncryptionAlgorithm suite)
    {
        await using var app = await CookieApp.StartAsync(sessions: s => s.WithEncryption(e => e.Algorithm = suite));
        using var browser = app.NewBrowser();
        await browser.PostAsync("/write/hello", null);
        await browser.PostAsync("/login/alice", null);
        Assert.Equal("alice:hello", await browser.GetStringAsync("/"));
        await browser.PostAsync("/logout", null);
        Assert.Equal(":", await browser.GetStringAsync("/"));
    }

    [Fact]
    public async Task The_cookie_shows_nothing_of_what_it_holds_and_reading_sets_none()
    {
        await using var app = await CookieApp.StartAsync();
        using var client = app.NewBareClient();
        var (written, _) = await CookieApp.SendAsync(client, HttpMethod.Post, "/write/plaintextplaintext");
        var cookie = Assert.Single(CookieApp.CookiesOf(written));
        Assert.DoesNotContain("plaintext", System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cookie.Split('=')[1])),
            StringComparison.Ordinal);
        var (read, body) = await CookieApp.SendAsync(client, HttpMethod.Get, "/", cookie);
        Assert.Equal(":plaintextplaintext", body);
        Assert.Empty(CookieApp.CookiesOf(read));
    }

    [Fact]
    [Trait("Requirement", "R-32")]
    public async Task An_expired_cookie_that_is_replayed_is_refused_also_with_sliding_expiration()
    {
        var time = new ManualTimeProvider();
        await using var app = await CookieApp.StartAsync(time, o => o.IdleTimeout = TimeSpan.FromMinutes(10));
        using var client = app.NewBareClient();
        var (login, _) = await CookieApp.SendAsync(client, HttpMethod.Post, "/login/alice");
        var old = Assert.Single(CookieApp.CookiesOf(login));

        time.Advance(TimeSpan.FromMinutes(9));
        var (used, body) = await CookieApp.SendAsync(client, HttpMethod.Get, "/", old);
        Assert.Equal("alice:", body);
        var renewed = Assert.Single(CookieApp.CookiesOf(used));

        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(":", (await CookieApp.SendAsync(client, HttpMethod.Get, "/", old)).Body);
        Assert.Equal("alice:", (await CookieApp.SendAsync(client, HttpMethod.Get, "/", renewed)).Body);
    }

    [Fact]
    [Trait("Requirement", "R-31")]
    public async Task The_absolute_end_inside_the_cookie_is_never_moved_by_use()
    {
        var time = new ManualTimeProvider();
        await using var app = await CookieApp.StartAsync(time, o => (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)));
        using var browser = app.NewBrowser();
        await browser.PostAsync("/login/alice", null);
        for (var minutes = 5; minutes <= 25; minutes += 5)
        {
            time.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal("alice:", await browser.GetStringAsync("/"));
        }

        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(":", await browser.GetStringAsync("/"));
    }

    [Fact]
    [Trait("Requirement", "R-54")]
    public async Task A_cookie_is_worth_nothing_under_another_name_in_another_application_or_under_another_secret()
    {
        var secret = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        await using var one = await CookieApp.StartAsync(options: o => (o.Secret, o.ApplicationName) = (secret, "one"));
        await using var same = await CookieApp.StartAsync(options: o => (o.Secret, o.ApplicationName) = (secret, "one"));
        await using var otherApplication = await CookieApp.StartAsync(options: o => (o.Secret, o.ApplicationName) = (secret, "two"));
        await using var otherName = await CookieApp.StartAsync(options: o =>
        {
            (o.Secret, o.ApplicationName) = (secret, "one");
            o.Cookie.Name = "_other";
        });
        await using var otherSecret = await CookieApp.StartAsync(options: o => o.ApplicationName = "one");
        using var client = one.NewBareClient();
        var (login, _) = await CookieApp.SendAsync(client, HttpMethod.Post, "/login/alice");
        var cookie = Assert.Single(CookieApp.CookiesOf(login));

        Assert.Equal("alice:", await Read(same, cookie));
        Assert.Equal(":", await Read(otherApplication, cookie));
        Assert.Equal(":", await Read(otherName, "_other=" + cookie.Split('=')[1]));
        Assert.Equal(":", await Read(otherSecret, cookie));

        static async Task<string> Read(TestApp app, string cookie)
        {
            using var client = app.NewBareClient();
            return (await CookieApp.SendAsync(client, HttpMethod.Get, "/", cookie)).Body;
        }
    }

    [Fact]
    public async Task A_cookie_under_a_previous_secret_is_issued_anew_under_the_current_one()
    {
        var (old, current) = (NewSecret(), NewSecret());
        await using var before = await CookieApp.StartAsync(options: o => o.Secret = old);
        await using var after = await CookieApp.StartAsync(options: o =>
        {
            o.Secret = current;
            o.PreviousSecrets.Add(old);
        });
        await using var retired = await CookieApp.StartAsync(options: o => o.Secret = current);
        using var clientBefore = before.NewBareClient();
        using var clientAfter = after.NewBareClient();
        using var clientRetired = retired.NewBareClient();
        var (login, _) = await CookieApp.SendAsync(clientBefore, HttpMethod.Post, "/login/alice");
        var (used, body) = await CookieApp.SendAsync(clientAfter, HttpMethod.Get, "/", CookieApp.CookiesOf(login));
        Assert.Equal("alice:", body);
        var (kept, anonymous) = await CookieApp.SendAsync(clientRetired, HttpMethod.Get, "/", CookieApp.CookiesOf(login));
        Assert.Equal(":", anonymous);
        Assert.False(kept.Headers.Contains("Set-Cookie"));
        Assert.Equal("alice:", (await CookieApp.SendAsync(clientRetired, HttpMethod.Get, "/", CookieApp.CookiesOf(used))).Body);

        static string NewSecret() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
    }

    [Fact]
    public async Task What_needs_versions_or_lists_is_refused_at_start_up()
    {
        await Refused("OnOverwrite", o => o.OnOverwrite = OverwriteMode.Throw);
        await Refused("MaxSessionsPerSubject", o => o.MaxSessionsPerSubject = 3);
        var indexed = await Assert.ThrowsAsync<InvalidOperationException>(() => CookieApp.StartAsync(sessions: s => s.IndexBy("text", d => d.Text)));
        Assert.Contains("IndexBy", indexed.Message, StringComparison.Ordinal);

        static async Task Refused(string setting, Action<AzuSessionsOptions> options) =>
            Assert.Contains(setting, (await Assert.ThrowsAsync<InvalidOperationException>(() => CookieApp.StartAsync(options: options))).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_can_look_up_says_so_when_it_is_asked_for()
    {
        await using var app = await CookieApp.StartAsync();
        var manager = app.Services.GetRequiredService<SessionManager<Notes>>();
        await Assert.ThrowsAsync<NotSupportedException>(() => manager.FindAsync(SessionId.New()).AsTask());
        await Assert.ThrowsAsync<NotSupportedException>(() => manager.CountAsync().AsTask());
        await Assert.ThrowsAsync<NotSupportedException>(() => manager.RevokeAsync(SessionId.New()).AsTask());
        await Assert.ThrowsAsync<NotSupportedException>(() => manager.RevokeSubjectAsync("alice").AsTask());
    }

    [Fact]
    [Trait("Requirement", "R-18")]
    public async Task A_session_that_no_cookie_holds_is_refused_and_the_cookie_before_it_stays()
    {
        await using var app = await CookieApp.StartAsync();
        using var browser = app.NewBrowser();
        await browser.PostAsync("/write/small", null);
        using var tooLarge = await browser.PostAsync("/fill/4000", null);
        Assert.Equal(HttpStatusCode.InternalServerError, tooLarge.StatusCode);
        Assert.False(tooLarge.Headers.Contains("Set-Cookie"));
        Assert.Contains(app.Sink.Lines, l =>
            l.Contains(nameof(SessionTooLargeException), StringComparison.Ordinal) && l.Contains("4096", StringComparison.Ordinal)
            && l.Contains("Cookie.Chunking", StringComparison.Ordinal));
        Assert.Equal(":small", await browser.GetStringAsync("/"));
    }

    [Fact]
    [Trait("Requirement", "R-18")]
    public async Task Every_cookie_that_is_set_stays_within_4096_bytes()
    {
        await using var app = await CookieApp.StartAsync();
        using var client = app.NewBareClient();
        var largest = 0;
        for (var bytes = 2500; bytes < 3100; bytes += 7)
        {
            var (response, _) = await CookieApp.SendAsync(client, HttpMethod.Post, $"/fill/{bytes}");
            if (response.StatusCode != HttpStatusCode.OK) continue;
            largest = Math.Max(largest, Assert.Single(response.Headers.GetValues("Set-Cookie")).Length);
        }

        Assert.InRange(largest, 4000, 4096);
    }
}
