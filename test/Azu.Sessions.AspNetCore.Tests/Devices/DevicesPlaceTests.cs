using System.Net;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The page in applications of every kind: under a path base, with a layout, with several session types, with sessions in cookies.</summary>
public sealed class DevicesPlaceTests
{
    [Theory]
    [InlineData("/behind/account/devices")]
    [InlineData("/account/devices/")]
    [InlineData("/behind/account/devices/")]
    public async Task Its_forms_and_redirects_hold_wherever_it_is(string page)
    {
        await using var app = await DevicesApp.StartAsync(map: a => a.UsePathBase("/behind"));
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        var (status, _, location) = await DevicesApp.PressAsync(desk, "others", page);
        Assert.Equal(HttpStatusCode.SeeOther, status);
        var back = new Uri(new Uri(desk.BaseAddress!, page.TrimEnd('/') + "/others"), location);
        Assert.Contains("The other device is signed out.", await desk.GetStringAsync(back), StringComparison.Ordinal);
        using var style = await desk.GetAsync(page.TrimEnd('/') + "/devices.css");
        Assert.Equal("text/css", style.Content.Headers.ContentType?.MediaType);
        Assert.False(style.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Under_a_path_base_the_sign_in_page_leads_back_to_it()
    {
        var time = new ManualTimeProvider();
        await using var app = await DevicesApp.StartAsync(time: time, map: a => a.UsePathBase("/behind"));
        using var desk = await app.SignInAsync();
        var proof = DevicesApp.FormsOf(await desk.GetStringAsync("/behind/account/devices"))["./devices/everywhere"];
        time.Advance(TimeSpan.FromMinutes(20));
        foreach (var location in new[]
        {
            (await desk.GetAsync("/behind/account/devices")).Headers.Location?.ToString(),
            (await DevicesApp.SendAsync(desk, "/behind/account/devices/everywhere", proof)).Location,
        }) Assert.Equal("/behind/login?redirect_to=%2Fbehind%2Faccount%2Fdevices", location);
    }

    [Fact]
    public async Task Without_a_layout_it_allows_nothing_but_its_own_style_sheet_and_forms()
    {
        await using var app = await DevicesApp.StartAsync();
        using var desk = await app.SignInAsync();
        using var answer = await desk.GetAsync(DevicesApp.Page);
        Assert.Equal("default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", PolicyOf(answer));
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layout_of_the_application_frames_the_list_and_each_refusal()
    {
        await using var app = await DevicesApp.StartAsync(o => o.Layout = (context, page) =>
            context.Response.WriteAsync($"<!doctype html><title>{page.Title} · Mine</title><main>{page.Content}</main>"));
        using var desk = await app.SignInAsync();
        using var answer = await desk.GetAsync(DevicesApp.Page);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("<!doctype html><title>Your devices · Mine</title><main><link rel=\"stylesheet\"", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", PolicyOf(answer), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", PolicyOf(answer), StringComparison.Ordinal);
        var (status, refusal, _) = await DevicesApp.SendAsync(desk, $"{DevicesApp.Page}/everywhere", "forged");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("· Mine</title>", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "default-src 'self' 'nonce-x'", "default-src 'self' 'nonce-x'")]
    [InlineData("default-src https:", null, "default-src https:")]
    [InlineData("default-src https:", "default-src 'self' 'nonce-x'", "default-src 'self' 'nonce-x'")]
    public async Task A_content_security_policy_of_the_application_counts(string? option, string? header, string expected)
    {
        await using var app = await DevicesApp.StartAsync(o => o.ContentSecurityPolicy = option, map: a => a.Use((context, next) =>
        {
            if (header is not null) context.Response.Headers.ContentSecurityPolicy = header;
            return next(context);
        }));
        using var desk = await app.SignInAsync();
        using var answer = await desk.GetAsync(DevicesApp.Page);
        Assert.Equal(expected, PolicyOf(answer));
    }

    [Fact]
    public async Task Of_several_session_types_it_shows_the_one_that_is_named()
    {
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddAzuSessions<Visits>().UseMemoryStore();
                builder.Services.AddAzuSessions<Staff>(o => (o.Cookie.Name, o.SignInPath) = ("staff", "/staff/login")).UseMemoryStore();
            },
            a =>
            {
                a.UseRouting();
                a.UseAzuSessions();
                a.MapPost("/login/{subject}", async (string subject, Session<Visits> visits, Session<Staff> staff) =>
                {
                    await visits.SignInAsync(subject);
                    await staff.SignInAsync(subject);
                });
                a.MapGet("/subjects", (Session<Visits> visits, Session<Staff> staff) => $"{visits.Subject}|{staff.Subject}");
                a.MapAzuDevices<Staff>("/staff/devices");
            });
        using var browser = app.NewBrowser();
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using (var anonymous = await browser.GetAsync("/staff/devices"))
            Assert.Equal("/staff/login?redirect_to=%2Fstaff%2Fdevices", anonymous.Headers.Location?.ToString());
        (await browser.PostAsync("/login/alice", null)).Dispose();
        await app.Services.GetRequiredService<SessionManager<Staff>>().CreateAsync(new(), "alice");
        Assert.Equal(2, (await browser.GetStringAsync("/staff/devices")).Split("<li ").Length - 1);
        var (_, _, location) = await DevicesApp.PressAsync(browser, "everywhere", "/staff/devices");
        Assert.Equal("/staff/login", location);
        Assert.Equal("alice|", await browser.GetStringAsync("/subjects"));
    }

    [Fact]
    public async Task With_sessions_in_cookies_and_a_list_of_revocations_everywhere_is_offered_and_nothing_else()
    {
        await using var app = await DevicesApp.StartAsync(store: b => b.UseCookieStore(c => c.RevokeIn(TestStores.Memory())));
        using var desk = await app.SignInAsync();
        using var phone = await app.SignInAsync();
        var html = await desk.GetStringAsync(DevicesApp.Page);
        Assert.Contains("cannot show your other devices", html, StringComparison.Ordinal);
        Assert.Contains("This device", html, StringComparison.Ordinal);
        Assert.Equal(["./devices/everywhere"], DevicesApp.FormsOf(html).Keys);
        Assert.Equal(HttpStatusCode.Conflict, (await DevicesApp.AskAsync(desk, HttpMethod.Post, $"{DevicesApp.Page}/others")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await DevicesApp.AskAsync(desk, HttpMethod.Post, $"{DevicesApp.Page}/{SessionId.New()}")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await DevicesApp.PressAsync(desk, "everywhere")).Status);
        Assert.Equal("nobody", await desk.GetStringAsync("/subject"));
        Assert.Equal("nobody", await phone.GetStringAsync("/subject"));
    }

    [Fact]
    public async Task With_sessions_in_cookies_alone_the_page_offers_the_sign_out_of_this_device()
    {
        await using var app = await DevicesApp.StartAsync(store: b => b.UseCookieStore());
        using var desk = await app.SignInAsync();
        var html = await desk.GetStringAsync(DevicesApp.Page);
        Assert.Contains("Sign out on each of them.", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await DevicesApp.AskAsync(desk, HttpMethod.Post, $"{DevicesApp.Page}/everywhere")).Status);
        var form = Assert.Single(DevicesApp.FormsOf(html));
        Assert.Equal("/login", (await DevicesApp.PressAsync(desk, form.Key[^32..])).Location);
        Assert.Equal("nobody", await desk.GetStringAsync("/subject"));
    }

    [Fact]
    public async Task Mapping_it_without_sessions_says_what_to_call()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            builder => builder.Services.AddAzuSessions<Visits>().UseMemoryStore(), a => a.MapAzuDevices<Staff>("/devices")));
        Assert.Contains("AddAzuSessions<Staff>()", error.Message, StringComparison.Ordinal);
    }

    private static string PolicyOf(HttpResponseMessage answer) => answer.Headers.GetValues("Content-Security-Policy").Single();

    public sealed record Staff
    {
        public string? Desk { get; init; }
    }
}
