using System.Net;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Another site cannot have a user's browser sign devices out.</summary>
public sealed class DevicesFormTests
{
    [Theory]
    [InlineData(true, "same-origin")]
    [InlineData(true, null)]
    [InlineData(false, "cross-site")]
    [InlineData(false, "same-site")]
    [InlineData(false, "none")]
    [InlineData(false, "")]
    [InlineData(false, "same-origin, cross-site")]
    public async Task A_form_counts_only_from_this_origin_where_the_browser_says(bool isTaken, string? site)
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        Assert.Equal(isTaken ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, (await DevicesApp.PressAsync(desk, "others", site: site)).Status);
        Assert.Equal(isTaken ? "nobody" : "alice", await phone.GetStringAsync("/subject"));
    }

    [Fact]
    public async Task A_form_without_the_right_hidden_field_is_refused()
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        using var stranger = await app.SignInAsync("bob");
        using var strangersPhone = await app.SignInAsync("bob");
        var others = $"{DevicesApp.Page}/others";
        var right = DevicesApp.FormsOf(await desk.GetStringAsync(DevicesApp.Page));
        var foreign = DevicesApp.FormsOf(await stranger.GetStringAsync(DevicesApp.Page))["./devices/others"];
        var proof = right["./devices/others"];
        string?[] forged =
        [
            null, "", "x", proof[..^1], proof + "A", proof[..^1] + (proof[^1] == 'A' ? 'B' : 'A'), new string('A', 48), new string('\u00e9', 48), foreign,
            right["./devices/everywhere"], new string('x', 100_000), proof.ToLowerInvariant(),
        ];
        foreach (var value in forged)
        {
            var (status, html, _) = await DevicesApp.SendAsync(desk, others, value, site: null);
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Contains("That was not sent from this page", html, StringComparison.Ordinal);
        }

        Assert.Equal("alice", await phone.GetStringAsync("/subject"));
        Assert.Equal(HttpStatusCode.SeeOther, (await DevicesApp.SendAsync(desk, others, proof, site: null)).Status);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("multipart/form-data")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_that_is_no_such_form_is_refused(string mediaType)
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        foreach (var body in new[] { "", "{}", "\r\n--x\r\n", string.Join('&', Enumerable.Range(0, 200).Select(i => $"k{i}=v")), new string('&', 9_000) })
        {
            using var content = new StringContent(body);
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
            using var answer = await desk.PostAsync($"{DevicesApp.Page}/everywhere", content);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal("alice", await desk.GetStringAsync("/subject"));
    }

    [Fact]
    public async Task The_form_of_one_node_is_taken_by_another()
    {
        var store = TestStores.Memory();
        var secret = Convert.ToBase64String(new byte[32].Select((_, i) => (byte)(i * 7)).ToArray());
        await using var one = await DevicesApp.StartAsync(store: b => b.UseStore(_ => store), options: o => o.Secret = secret);
        await using var two = await DevicesApp.StartAsync(store: b => b.UseStore(_ => store), options: o => o.Secret = secret);
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = one.App.Address };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        (await browser.PostAsync("/login/alice", null)).Dispose();
        var proof = DevicesApp.FormsOf(await browser.GetStringAsync(DevicesApp.Page))["./devices/everywhere"];
        var (status, _, _) = await DevicesApp.SendAsync(browser, new Uri(two.App.Address, $"{DevicesApp.Page}/everywhere").ToString(), proof);
        Assert.Equal(HttpStatusCode.SeeOther, status);
    }

    [Fact]
    public async Task A_program_sends_the_header_of_the_dashboard_and_gets_JSON()
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        using var tablet = await app.SignInAsync();
        var (status, list) = await DevicesApp.AskAsync(desk, HttpMethod.Get, DevicesApp.Page);
        Assert.Equal((HttpStatusCode.OK, 3), (status, list!["devices"]!.AsArray().Count));
        Assert.True((bool)list["devices"]![0]!["isThisDevice"]!);
        Assert.Equal("Chrome on Linux", (string?)list["devices"]![0]!["name"]);
        Assert.Equal("127.0.0.1", (string?)list["devices"]![0]!["address"]);

        var other = (string)list["devices"]![1]!["id"]!;
        foreach (var site in new[] { "cross-site", "same-site", null })
            Assert.Equal(HttpStatusCode.Forbidden, (await DevicesApp.AskAsync(desk, HttpMethod.Post, $"{DevicesApp.Page}/{other}", site)).Status);
        (status, var ended) = await DevicesApp.AskAsync(desk, HttpMethod.Post, $"{DevicesApp.Page}/{other}");
        Assert.Equal((HttpStatusCode.OK, 1), (status, (int)ended!["ended"]!));
        (_, ended) = await DevicesApp.AskAsync(desk, HttpMethod.Post, $"{DevicesApp.Page}/others");
        Assert.Equal(1, (int)ended!["ended"]!);
        (_, ended) = await DevicesApp.AskAsync(desk, HttpMethod.Post, $"{DevicesApp.Page}/everywhere");
        Assert.Equal(1, (int)ended!["ended"]!);
        Assert.Equal("nobody", await desk.GetStringAsync("/subject"));
    }
}
