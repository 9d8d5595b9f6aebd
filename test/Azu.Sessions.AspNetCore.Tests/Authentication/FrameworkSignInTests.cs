using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Azu.Sessions.AspNetCore.Tests.Authentication;

/// <summary>What signs in by ASP.NET Core's own methods (OpenID Connect, <c>Results.SignIn</c>) keeps everything that it brought.</summary>
public sealed class FrameworkSignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claims_roles_and_tokens_of_the_sign_in_are_there_in_later_requests()
    {
        await using var app = await StartAsync();
        using var browser = app.App.NewBrowser();
        (await browser.GetAsync("/enter/alice", Token)).EnsureSuccessStatusCode();
        Assert.Equal("Alice A.;editor;https://issuer.test;access-1;True", await browser.GetStringAsync("/kept", Token));
        Assert.Equal("alice", await browser.GetStringAsync("/grouped", Token));
        Assert.Equal("session: alice", await browser.GetStringAsync("/subject", Token));
    }

    [Fact]
    public async Task What_is_kept_is_encrypted_also_where_the_application_encrypts_nothing()
    {
        await using var app = await StartAsync();
        using var browser = app.App.NewBrowser();
        (await browser.GetAsync("/enter/alice", Token)).EnsureSuccessStatusCode();
        var payload = System.Text.Encoding.Latin1.GetString(Assert.Single(app.Stored()).Payload.Span);
        Assert.DoesNotContain("access-1", payload, StringComparison.Ordinal);
        Assert.DoesNotContain("Alice A.", payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refreshed_tokens_are_stored_in_the_same_sign_in()
    {
        await using var app = await StartAsync();
        using var browser = app.App.NewBrowser();
        (await browser.GetAsync("/enter/alice", Token)).EnsureSuccessStatusCode();
        var before = Assert.Single(app.Stored());
        (await browser.GetAsync("/refresh/access-2", Token)).EnsureSuccessStatusCode();
        var after = Assert.Single(app.Stored());
        Assert.Equal((before.Generation, before.SignedInAt, before.AbsoluteExpiresAt, before.SecretHash),
            (after.Generation, after.SignedInAt, after.AbsoluteExpiresAt, after.SecretHash));
        Assert.Contains("access-2", await browser.GetStringAsync("/kept", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refreshed_tokens_keep_no_role_that_the_data_gave()
    {
        await using var app = await StartAsync();
        using var browser = app.App.NewBrowser();
        (await browser.GetAsync("/enter/alice", Token)).EnsureSuccessStatusCode();
        (await browser.GetAsync("/role/owner", Token)).EnsureSuccessStatusCode();
        Assert.Equal("owner,editor", await browser.GetStringAsync("/roles", Token));
        (await browser.GetAsync("/refresh/access-2", Token)).EnsureSuccessStatusCode();
        Assert.Equal("owner,editor", await browser.GetStringAsync("/roles", Token));
        (await browser.GetAsync("/role", Token)).EnsureSuccessStatusCode();
        Assert.Equal("editor", await browser.GetStringAsync("/roles", Token));
    }

    [Fact]
    public async Task Tokens_of_an_earlier_sign_in_do_not_refresh_a_later_one()
    {
        await using var app = await StartAsync();
        using var browser = app.App.NewBrowser();
        (await browser.GetAsync("/enter/alice", Token)).EnsureSuccessStatusCode();
        var before = Assert.Single(app.Stored());
        Assert.Equal("True", await browser.GetStringAsync("/enter-and-refresh/alice", Token));
        Assert.Equal(before.Generation + 2, Assert.Single(app.Stored()).Generation);
    }

    [Fact]
    public async Task A_sign_in_by_the_session_itself_drops_what_an_earlier_one_kept()
    {
        await using var app = await StartAsync();
        using var browser = app.App.NewBrowser();
        (await browser.GetAsync("/enter/alice", Token)).EnsureSuccessStatusCode();
        (await browser.GetAsync("/login/alice", Token)).EnsureSuccessStatusCode();
        Assert.Equal("alice;;;;False", await browser.GetStringAsync("/kept", Token));
    }

    [Fact]
    public async Task A_change_of_data_keeps_the_tokens_whatever_else_is_written()
    {
        await using var app = await StartAsync();
        using var browser = app.App.NewBrowser();
        (await browser.GetAsync("/enter/alice", Token)).EnsureSuccessStatusCode();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => browser.GetAsync(i % 2 == 0 ? $"/name/{i}" : $"/refresh/access-{i}", Token)));
        Assert.Contains(";access-", await browser.GetStringAsync("/kept", Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Properties_decide_how_long_the_session_lasts(bool mayRefresh)
    {
        await using var app = await StartAsync(o => o.MaxAbsoluteTimeout = TimeSpan.FromDays(30));
        using var client = app.App.NewBareClient();
        using var answer = await client.GetAsync($"/enter/alice?days=7&persistent=true&refresh={mayRefresh}", Token);
        var record = Assert.Single(app.Stored());
        Assert.Equal((7.0, 7.0, true), (Days(record.IdleTimeout), Days(record.AbsoluteExpiresAt - record.SignedInAt), record.IsPersistent == true));
        Assert.Contains("; max-age=604", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);

        static double Days(TimeSpan? time) => Math.Round(time!.Value.TotalDays, 3);
    }

    [Fact]
    public async Task No_property_makes_a_session_last_longer_than_the_options_allow()
    {
        await using var app = await StartAsync(o => o.MaxAbsoluteTimeout = TimeSpan.FromDays(2));
        using var client = app.App.NewBareClient();
        using var answer = await client.GetAsync("/enter/alice?days=365&persistent=true", Token);
        var record = Assert.Single(app.Stored());
        Assert.Equal(TimeSpan.FromDays(2), record.AbsoluteExpiresAt - record.SignedInAt);
    }

    [Fact]
    public async Task A_sign_out_of_the_framework_ends_the_session()
    {
        await using var app = await StartAsync();
        using var browser = app.App.NewBrowser();
        (await browser.GetAsync("/enter/alice", Token)).EnsureSuccessStatusCode();
        using var answer = await browser.GetAsync("/exit", Token);
        Assert.Equal((302, "/open"), ((int)answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Empty(app.Stored());
        Assert.Equal(401, (int)(await browser.GetAsync("/members", Token)).StatusCode);
    }

    [Fact]
    public async Task A_principal_without_a_name_is_refused_with_the_option_that_helps()
    {
        await using var app = await StartAsync();
        using var browser = app.App.NewBrowser();
        Assert.Equal(500, (int)(await browser.GetAsync("/enter-nameless", Token)).StatusCode);
        Assert.Contains(app.App.Sink.Lines, l => l.Contains("Set Subject in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_challenge_goes_to_the_sign_in_page_and_back_to_a_page_of_this_application_alone()
    {
        await using var app = await StartAsync();
        using var client = app.App.NewBareClient();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        Assert.Equal("/login?redirect_to=%2Fcart", (await client.GetAsync("/challenge?to=/cart", Token)).Headers.Location?.ToString());
        Assert.Equal("/login", (await client.GetAsync("/challenge?to=https://evil.test", Token)).Headers.Location?.ToString());
        Assert.Equal("/login?redirect_to=%2Fchallenge", (await client.GetAsync("/challenge", Token)).Headers.Location?.ToString());
    }

    private static Task<StoreApp> StartAsync(Action<AzuSessionsOptions>? options = null) => MemberApp.StartAsync(
        a =>
        {
            a.UseAzuSessions();
            a.MapGet("/enter/{subject}", (string subject, double? days, bool? persistent, bool? refresh, HttpContext context) =>
                context.SignInAsync(Principal(subject), Properties(days, persistent, refresh)));
            a.MapGet("/enter-nameless", (HttpContext context) => context.SignInAsync(new(new ClaimsIdentity([new("a", "b")], "test"))));
            a.MapGet("/exit", () => Results.SignOut(new() { RedirectUri = "/open" }, [AzuSessionsDefaults.AuthenticationScheme]));
            a.MapGet("/kept", async (HttpContext context) =>
            {
                var user = context.User;
                var signIn = await context.AuthenticateAsync();
                return string.Join(';', user.Identity?.Name, user.FindFirstValue("role"), user.FindFirst("role")?.Issuer,
                    signIn.Properties?.GetTokenValue("access_token"), user.IsInRole("editor"));
            });
            a.MapGet("/subject", (Session<Member> session) => "session: " + session.Subject);
            a.MapGet("/refresh/{token}", async (string token, HttpContext context) =>
            {
                var signIn = await context.AuthenticateAsync();
                signIn.Properties!.UpdateTokenValue("access_token", token);
                await context.SignInAsync(signIn.Principal!, signIn.Properties);
            });
            a.MapGet("/enter-and-refresh/{subject}", async (string subject, HttpContext context) =>
            {
                var earlier = await context.AuthenticateAsync();
                await context.SignInAsync(Principal(subject), Properties(null, null, null));
                await context.SignInAsync(earlier.Principal!, earlier.Properties!);
                return (await context.AuthenticateAsync()).Succeeded.ToString();
            });
            a.MapGet("/name/{name}", (string name, Session<Member> session) => session.Update(d => d with { Name = name }));
            a.MapGet("/role/{role?}", (string? role, Session<Member> session) => session.Update(d => d with { Role = role }));
            a.MapGet("/roles", (ClaimsPrincipal user) => string.Join(',', user.FindAll(ClaimTypes.Role).Concat(user.FindAll("role")).Select(c => c.Value)));
            a.MapGet("/challenge", (string? to) => Results.Challenge(new() { RedirectUri = to }));
        },
        options: options);

    private static ClaimsPrincipal Principal(string subject) => new(new ClaimsIdentity(
        [
            new("sub", subject), new("name", "Alice A."), new("role", "editor", ClaimValueTypes.String, "https://issuer.test"),
        ],
        "oidc", "name", "role"));

    private static AuthenticationProperties Properties(double? days, bool? persistent, bool? refresh)
    {
        var properties = new AuthenticationProperties { AllowRefresh = refresh };
        if (days is { } until) properties.ExpiresUtc = DateTimeOffset.UtcNow.AddDays(until);
        if (persistent is { } isPersistent) properties.IsPersistent = isPersistent;
        properties.StoreTokens([new() { Name = "access_token", Value = "access-1" }, new() { Name = "expires_at", Value = Year }]);
        return properties;
    }

    private static string Year => DateTimeOffset.UtcNow.Year.ToString(CultureInfo.InvariantCulture);
}
