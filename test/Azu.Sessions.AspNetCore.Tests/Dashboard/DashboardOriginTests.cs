using System.Net;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Another site cannot have an operator's browser end sessions.</summary>
public sealed class DashboardOriginTests
{
    private const string Mark = "X-Azu-Sessions: 1";

    [Theory]
    [InlineData(true, Mark, "Sec-Fetch-Site: same-origin")]
    [InlineData(true, Mark, "Sec-Fetch-Site: same-origin", "Origin: {own}")]
    [InlineData(true, Mark, "Origin: {own}")]
    [InlineData(true, Mark, "Origin: {own over https}")]
    [InlineData(false, "Sec-Fetch-Site: same-origin")]
    [InlineData(false, "X-Azu-Sessions: ", "Sec-Fetch-Site: same-origin")]
    [InlineData(false, "Origin: {own}")]
    [InlineData(false, Mark)]
    [InlineData(false, Mark, "Sec-Fetch-Site: cross-site")]
    [InlineData(false, Mark, "Sec-Fetch-Site: same-site")]
    [InlineData(false, Mark, "Sec-Fetch-Site: none")]
    [InlineData(false, Mark, "Sec-Fetch-Site: ")]
    [InlineData(false, Mark, "Sec-Fetch-Site: same-origin, cross-site")]
    [InlineData(false, Mark, "Sec-Fetch-Site: cross-site", "Origin: {own}")]
    [InlineData(false, Mark, "Sec-Fetch-Site: same-site", "Origin: {own}")]
    [InlineData(false, Mark, "Origin: null")]
    [InlineData(false, Mark, "Origin: ")]
    [InlineData(false, Mark, "Origin: http://evil.example")]
    [InlineData(false, Mark, "Origin: http://127.0.0.1")]
    [InlineData(false, Mark, "Origin: http://127.0.0.1:1")]
    [InlineData(false, Mark, "Origin: {own}.evil.example")]
    [InlineData(false, Mark, "Origin: {own as a user}@evil.example")]
    [InlineData(false, Mark, "Origin: ftp://{host}")]
    [InlineData(false, Mark, "Origin: {host}")]
    [InlineData(false, Mark, "Referer: {own}/sessions")]
    public async Task A_change_is_carried_out_only_for_a_page_of_this_origin(bool isAllowed, params string[] headers)
    {
        await using var app = await DashboardApp.StartAsync();
        var id = await app.NewSessionAsync("alice");
        var host = app.App.Address.Authority;
        var sent = headers.Select(header => header.Split(": ", 2)).Select(pair => (pair[0], pair[1]
            .Replace("{own over https}", $"https://{host}", StringComparison.Ordinal)
            .Replace("{own as a user}", $"http://{host.Replace(':', '_')}", StringComparison.Ordinal)
            .Replace("{own}", $"http://{host}", StringComparison.Ordinal).Replace("{host}", host, StringComparison.Ordinal))).ToArray();

        var (status, answer) = await app.PostAsync("end", new { ids = new[] { id } }, DashboardApp.Administrator, sent);
        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
        Assert.Equal(isAllowed ? null : "origin", (string?)answer!["error"]);
        Assert.Equal(isAllowed, await app.Sessions.FindAsync(id) is null);
        // What only reads is behind the same rule: a search costs the store something.
        (status, _) = await app.PostAsync("sessions", new { }, DashboardApp.Operator, sent);
        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task What_a_form_can_send_is_refused(string mediaType)
    {
        await using var app = await DashboardApp.StartAsync();
        var id = await app.NewSessionAsync("alice");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sessions/api/end") { Content = new StringContent($$"""{"ids":["{{id}}"]}""") };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        request.Headers.Add("X-Azu-Sessions", "1");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add(TestIdentity.Header, DashboardApp.Administrator);
        using var answer = await app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.NotNull(await app.Sessions.FindAsync(id));
    }

    [Fact]
    public async Task Every_response_forbids_frames_inline_scripts_and_sniffing()
    {
        await using var app = await DashboardApp.StartAsync();
        foreach (var path in new[] { "/sessions", "/sessions/assets/app.js", "/sessions/api/overview", "/sessions/api/sessions/nonsense" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add(TestIdentity.Header, DashboardApp.Operator);
            using var answer = await app.Client.SendAsync(request);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }
}
