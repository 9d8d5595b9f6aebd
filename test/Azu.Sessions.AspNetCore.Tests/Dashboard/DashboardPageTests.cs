using System.Net;
using System.Text.RegularExpressions;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The page finds its parts, wherever it is mounted.</summary>
public sealed partial class DashboardPageTests
{
    [Theory]
    [InlineData("/sessions")]
    [InlineData("/sessions/")]
    [InlineData("/base/sessions")]
    [InlineData("/base/sessions/")]
    public async Task Every_link_of_the_page_leads_to_something(string path)
    {
        await using var app = await DashboardApp.StartAsync(map: app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.UseAzuSessions();
            app.MapAzuSessionsDashboard("/sessions", policy: "Operators");
        });
        var page = await TextAsync(app, new(app.App.Address, path));
        var links = Links().Matches(page).Select(match => match.Groups["link"].Value).Where(link => !link.StartsWith('#')).ToList();
        Assert.Equal(3, links.Count);
        var address = new Uri(app.App.Address, path);
        foreach (var link in links) Assert.NotEmpty(await TextAsync(app, new(address, link)));
        var root = Root().Match(page).Groups["root"].Value;
        Assert.Contains("mayManage", await TextAsync(app, new(address, $"{root}/api/overview")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asset_that_is_not_there_is_not_found_and_one_that_has_not_changed_is_not_sent_again()
    {
        await using var app = await DashboardApp.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(app, "/sessions/assets/nothing.js")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(app, "/sessions/assets/index.html")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(app, "/sessions/assets/..%2findex.html")).Status);
        var (status, tag) = await GetAsync(app, "/sessions/assets/app.js");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(app, "/sessions/assets/app.js", tag)).Status);
    }

    private static async Task<string> TextAsync(DashboardApp app, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add(TestIdentity.Header, DashboardApp.Operator);
        using var answer = await app.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{address} answered {answer.StatusCode}.");
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<(HttpStatusCode Status, string? Tag)> GetAsync(DashboardApp app, string path, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(TestIdentity.Header, DashboardApp.Operator);
        if (known is not null) request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.ETag?.ToString());
    }

    [GeneratedRegex("""(href|src)="(?<link>[^"]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();

    [GeneratedRegex("""name="azu-root" content="(?<root>[^"]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Root();
}
