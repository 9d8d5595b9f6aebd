using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace Azu.Sessions.AspNetCore.Tests.Authentication;

/// <summary>A sign-in, a role and a sign-out count for the rest of the request in which they happen.</summary>
public sealed class SameRequestTests
{
    [Theory]
    [InlineData("/become/alice", "alice")]
    [InlineData("/become/alice?role=admin", "alice")]
    [InlineData("/become/bob", "bob")]
    [InlineData("/leave", "anonymous")]
    [InlineData("/leave-everywhere", "anonymous")]
    [InlineData("/revoke/alice", "anonymous")]
    public async Task A_form_that_is_rendered_after_the_change_can_be_posted(string change, string user)
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        // From an anonymous visitor, and from a user.
        foreach (var before in (string?[])[null, "/login/alice", "/login/carol"])
        {
            if (before is not null) (await browser.GetAsync(before)).EnsureSuccessStatusCode();
            var page = await browser.GetStringAsync(change);
            if (change == "/revoke/alice" && before != "/login/alice") continue;
            Assert.StartsWith(user + "|", page, StringComparison.Ordinal);
            using var posted = await browser.PostAsync("/form", new FormUrlEncodedContent([new("token", TokenOf(page))]));
            Assert.Equal(200, (int)posted.StatusCode);
            await browser.GetAsync("/logout");
        }
    }

    [Fact]
    public async Task A_form_for_another_user_is_refused()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        var page = await browser.GetStringAsync("/become/alice");
        (await browser.GetAsync("/login/bob")).EnsureSuccessStatusCode();
        using var posted = await browser.PostAsync("/form", new FormUrlEncodedContent([new("token", TokenOf(page))]));
        Assert.Equal(400, (int)posted.StatusCode);
    }

    [Fact]
    public async Task The_user_after_a_sign_in_is_what_the_application_makes_of_every_user()
    {
        await using var app = await StartAsync(b => b.Services.AddScoped<IClaimsTransformation, AddsLevel>());
        using var browser = app.NewBrowser();
        Assert.EndsWith("|gold", await browser.GetStringAsync("/level/alice"), StringComparison.Ordinal);
        Assert.Equal("gold", await browser.GetStringAsync("/level"));
    }

    private static Task<TestApp> StartAsync(Action<WebApplicationBuilder>? configure = null) => TestApp.StartAsync(
        b =>
        {
            b.Services.AddAzuSessions<Member>().UseMemoryStore();
            b.Services.AddAuthentication().AddAzuSessions<Member>(o => o.Claims = MemberApp.Claims);
            b.Services.AddAntiforgery(o => o.HeaderName = "X-Form");
            configure?.Invoke(b);
        },
        a =>
        {
            a.UseAzuSessions();
            MemberApp.Map(a);
            a.MapGet("/become/{subject}", async (string subject, string? role, HttpContext context, Session<Member> session, IAntiforgery forms) =>
            {
                await session.SignInAsync(subject);
                session.Data = session.Data with { Role = role };
                return Page(context, forms);
            });
            a.MapGet("/leave", async (HttpContext context, Session<Member> session, IAntiforgery forms) =>
            {
                await session.SignOutAsync();
                return Page(context, forms);
            });
            a.MapGet("/leave-everywhere", async (HttpContext context, Session<Member> session, IAntiforgery forms) =>
            {
                await session.SignOutEverywhereAsync();
                return Page(context, forms);
            });
            a.MapGet("/revoke/{subject}", async (string subject, HttpContext context, SessionManager<Member> sessions, IAntiforgery forms) =>
            {
                await sessions.RevokeSubjectAsync(subject);
                return Page(context, forms);
            });
            a.MapPost("/form", async (HttpContext context, IAntiforgery forms) =>
            {
                await context.Request.ReadFormAsync();
                context.Request.Headers["X-Form"] = context.Request.Form["token"];
                return await forms.IsRequestValidAsync(context) ? Results.Ok() : Results.BadRequest();
            });
            a.MapGet("/level/{subject}", async (string subject, HttpContext context, Session<Member> session) =>
            {
                await session.SignInAsync(subject);
                return "|" + context.User.FindFirstValue("level");
            });
            a.MapGet("/level", (HttpContext context) => context.User.FindFirstValue("level"));
        });

    private static string Page(HttpContext context, IAntiforgery forms) =>
        $"{context.User.Identity?.Name ?? "anonymous"}|{forms.GetAndStoreTokens(context).RequestToken}|";

    private static string TokenOf(string page) => page.Split('|')[1];

    private sealed class AddsLevel : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            var changed = principal.Clone();
            changed.AddIdentity(new([new("level", "gold")]));
            return Task.FromResult(changed);
        }
    }
}
