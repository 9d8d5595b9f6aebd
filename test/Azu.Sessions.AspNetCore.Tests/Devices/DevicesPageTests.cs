using System.Net;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What users see of their devices, and how they sign them out.</summary>
public sealed class DevicesPageTests
{
    private const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1";

    [Fact]
    public async Task A_user_sees_each_device_in_words_and_this_one_marked_first()
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync(userAgent: Phone);
        using var stranger = await app.SignInAsync("bob", "Strange/1.0");

        var html = await desk.GetStringAsync(DevicesApp.Page);
        var (first, second) = (html.IndexOf("Chrome on Linux", StringComparison.Ordinal), html.IndexOf("Safari on iPhone", StringComparison.Ordinal));
        Assert.InRange(first, 1, second);
        Assert.InRange(html.IndexOf("This device", StringComparison.Ordinal), first, second);
        Assert.Contains("127.0.0.1", html, StringComparison.Ordinal);
        Assert.Contains("just now", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Strange", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_device_is_signed_out_and_the_others_stay()
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        using var tablet = await app.SignInAsync();
        var ids = await app.IdsOfAsync("alice");

        Assert.Equal((HttpStatusCode.SeeOther, "", "../devices"), await DevicesApp.PressAsync(desk, ids[1].ToString()));
        Assert.Contains("The device is signed out.", await desk.GetStringAsync(DevicesApp.Page), StringComparison.Ordinal);
        Assert.DoesNotContain("The device is signed out.", await desk.GetStringAsync(DevicesApp.Page), StringComparison.Ordinal);
        Assert.Equal(["alice", "nobody", "alice"], await SubjectsAsync(desk, phone, tablet));
    }

    [Fact]
    public async Task A_layout_that_shows_every_message_of_the_session_does_not_show_that_of_the_page_again()
    {
        string? names = null;
        await using var app = await DevicesApp.StartAsync(o => o.Layout = async (context, page) =>
        {
            names = string.Join(',', context.GetSession<Visits>().Flash.Names);
            await context.Response.WriteAsync($"{page.Content}");
        });
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        await DevicesApp.PressAsync(desk, "others");
        Assert.Contains("The other device is signed out.", await desk.GetStringAsync(DevicesApp.Page), StringComparison.Ordinal);
        Assert.Equal("", names);
        Assert.Equal("", await desk.GetStringAsync("/flash"));
    }

    [Fact]
    public async Task All_others_are_signed_out_and_this_device_stays()
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        using var tablet = await app.SignInAsync();
        using var stranger = await app.SignInAsync("bob");

        Assert.Equal(HttpStatusCode.SeeOther, (await DevicesApp.PressAsync(desk, "others")).Status);
        var html = await desk.GetStringAsync(DevicesApp.Page);
        Assert.Contains("2 other devices are signed out.", html, StringComparison.Ordinal);
        Assert.Equal(["./devices/everywhere"], DevicesApp.FormsOf(html).Keys);
        Assert.Equal(["alice", "nobody", "nobody", "bob"], await SubjectsAsync(desk, phone, tablet, stranger));
    }

    [Fact]
    public async Task Everywhere_ends_this_session_too_and_leads_to_the_sign_in_page()
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        Assert.Equal((HttpStatusCode.SeeOther, "", "/login"), await DevicesApp.PressAsync(desk, "everywhere"));
        Assert.Equal(["nobody", "nobody"], await SubjectsAsync(desk, phone));
        Assert.Empty(await app.IdsOfAsync("alice"));
    }

    [Fact]
    [Trait("Requirement", "R-41")]
    public async Task Foreign_unknown_and_ended_ids_are_not_found_and_end_nothing()
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        using var stranger = await app.SignInAsync("bob");
        var foreign = Assert.Single(await app.IdsOfAsync("bob"));
        var own = Assert.Single(await app.IdsOfAsync("alice"));
        var forms = app.App.Services.GetRequiredService<ISessionAdministration>().Forms;
        foreach (var id in new[] { foreign.ToString(), SessionId.New().ToString(), "nonsense", new string('0', 32), "%3Cb%3E" })
        {
            var path = $"{DevicesApp.Page}/{id}";
            var (status, html, _) = await DevicesApp.SendAsync(desk, path, forms.Write(own, Uri.UnescapeDataString(path)));
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains("There is no such device", html, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await DevicesApp.AskAsync(desk, HttpMethod.Post, path)).Status);
        }

        Assert.Equal(["alice", "bob"], await SubjectsAsync(desk, stranger));
    }

    [Fact]
    public async Task Only_a_signed_in_visitor_sees_anything()
    {
        await using var app = await DevicesApp.StartAsync();
        using var visitor = app.App.NewBrowser();
        visitor.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await visitor.GetAsync(DevicesApp.Page);
        Assert.Equal("/login?redirect_to=%2Faccount%2Fdevices", answer.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await DevicesApp.AskAsync(visitor, HttpMethod.Get, DevicesApp.Page)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await DevicesApp.AskAsync(visitor, HttpMethod.Post, $"{DevicesApp.Page}/everywhere")).Status);
    }

    [Fact]
    public async Task A_user_whose_sign_in_is_old_is_sent_to_sign_in_and_back()
    {
        var time = new ManualTimeProvider();
        await using var app = await DevicesApp.StartAsync(o => o.RecentSignIn = TimeSpan.FromMinutes(5), time: time);
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        var proof = DevicesApp.FormsOf(await desk.GetStringAsync(DevicesApp.Page))["./devices/others"];

        time.Advance(TimeSpan.FromMinutes(6));
        using var answer = await desk.GetAsync(DevicesApp.Page);
        Assert.Equal("/login?redirect_to=%2Faccount%2Fdevices", answer.Headers.Location?.ToString());
        var (status, _, location) = await DevicesApp.SendAsync(desk, $"{DevicesApp.Page}/others", proof);
        Assert.Equal((HttpStatusCode.Found, "/login?redirect_to=%2Faccount%2Fdevices"), (status, location));
        Assert.Equal(HttpStatusCode.Unauthorized, (await DevicesApp.AskAsync(desk, HttpMethod.Post, $"{DevicesApp.Page}/others")).Status);
        Assert.Equal(["alice", "alice"], await SubjectsAsync(desk, phone));

        // The form that was open is good again: it is the same session.
        (await desk.PostAsync("/login/alice", null)).Dispose();
        Assert.Equal(HttpStatusCode.SeeOther, (await DevicesApp.SendAsync(desk, $"{DevicesApp.Page}/others", proof)).Status);
        Assert.Equal(["alice", "nobody"], await SubjectsAsync(desk, phone));
    }

    [Fact]
    public async Task What_a_client_says_of_itself_is_shown_as_text()
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        foreach (var agent in new[] { "<img src=x onerror=alert(1)>", "\u202egpj.exe\u0007\n", "\" autofocus onfocus=alert(1) x=\"", new string('y', 10_000) })
            await app.Sessions.CreateAsync(new(), "alice", new("<script>alert(2)</script>", agent));

        var html = await desk.GetStringAsync(DevicesApp.Page);
        Assert.Equal(5, html.Split("<li ").Length - 1);
        foreach (var hostile in new[] { "<img", "<script", "onfocus=\"", "\" autofocus", "\u202e", "\u0007", "x202E", "alert(2)", new string('y', 100) })
            Assert.DoesNotContain(hostile, html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Unknown browser (&lt;img src=x onerror=alert(1)&gt;)", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_where_clients_are_not_recorded()
    {
        await using var app = await DevicesApp.StartAsync(options: o => o.RecordClient = false);
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        var html = await desk.GetStringAsync(DevicesApp.Page);
        Assert.Contains("does not record browsers", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Unknown browser", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("<li ").Length - 1);
    }

    [Fact]
    public async Task A_subject_with_more_sessions_than_a_page_shows_can_still_end_them_all()
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        for (var i = 0; i < 120; i++) await app.Sessions.CreateAsync(new(), "alice");
        var html = await desk.GetStringAsync(DevicesApp.Page);
        Assert.Equal(100, html.Split("<li ").Length - 1);
        Assert.Contains("Older ones are not listed", html, StringComparison.Ordinal);
        await DevicesApp.PressAsync(desk, "others");
        Assert.Contains("120 other devices are signed out.", await desk.GetStringAsync(DevicesApp.Page), StringComparison.Ordinal);
    }

    private static async Task<string[]> SubjectsAsync(params HttpClient[] browsers) =>
        await Task.WhenAll(browsers.Select(browser => browser.GetStringAsync("/subject")));
}
