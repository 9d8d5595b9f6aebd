using System.Text.Encodings.Web;
using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;

namespace Azu.Sessions.AspNetCore.Tests.Authentication;

/// <summary>A store that is down sends no user to a sign-in page, and lets none in.</summary>
public sealed class UserOutageTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_endpoint_that_asks_for_a_user_answers_503_whatever_scheme_would_ask_for_a_sign_in(bool isElsewhere)
    {
        await using var app = await StartAsync(isElsewhere);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var alice = await connection.SignInAsync("alice");
        app.Outage.Failing = StoreOperations.All;
        // A challenge of the endpoint itself that names another scheme, or goes to it by default, is its own will.
        foreach (var path in (string[])["/members", "/admins", "/grouped", .. isElsewhere ? (string[])[] : ["/challenge"]])
        {
            var answer = await connection.SendAsync("GET", path, alice, "Accept: text/html");
            Assert.Equal((path, 503, null), (path, answer.Status, answer["Location"]));
            Assert.NotNull(answer["Retry-After"]);
        }

        Assert.Equal("open", (await connection.SendAsync("GET", "/open", alice)).Body);
        Assert.Equal("anonymous", (await connection.SendAsync("GET", "/me", alice)).Body);
        // A visitor without a cookie is no user, outage or not.
        Assert.Equal(302, (await connection.SendAsync("GET", "/members", "Accept: text/html")).Status);
        app.Outage.Failing = default;
        Assert.Equal("alice", (await connection.SendAsync("GET", "/members", alice)).Body);
    }

    [Fact]
    public async Task A_handler_of_the_application_for_refusals_is_still_asked()
    {
        await using var app = await StartAsync(isElsewhere: false, configure: b => b.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, Teapot>(),
            isConfiguredFirst: true);
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(418, (await connection.SendAsync("GET", "/members")).Status);
        var alice = await connection.SignInAsync("alice");
        app.Outage.Failing = StoreOperations.All;
        Assert.Equal(503, (await connection.SendAsync("GET", "/members", alice)).Status);
    }

    [Fact]
    public async Task A_handler_that_would_hide_ours_is_refused_at_the_start()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            StartAsync(isElsewhere: false, configure: b => b.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, Teapot>()));
        Assert.Contains("Register it before", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<StoreApp> StartAsync(bool isElsewhere, Action<WebApplicationBuilder>? configure = null, bool isConfiguredFirst = false) =>
        StoreApp.StartAsync<Member>(
            a =>
            {
                a.UseAzuSessions();
                MemberApp.Map(a);
                a.MapGet("/challenge", () => Results.Challenge());
            },
            configure: b =>
            {
                if (isConfiguredFirst) configure?.Invoke(b);
                b.Services.AddAuthentication(o => o.DefaultChallengeScheme = isElsewhere ? "Elsewhere" : null)
                    .AddScheme<AuthenticationSchemeOptions, Elsewhere>("Elsewhere", _ => { })
                    .AddAzuSessions<Member>(o => o.Claims = MemberApp.Claims);
                if (!isConfiguredFirst) configure?.Invoke(b);
            });

    /// <summary>Sends to another site, as OpenID Connect does.</summary>
    private sealed class Elsewhere(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.Redirect("https://elsewhere.test/");
            return Task.CompletedTask;
        }
    }

    private sealed class Teapot : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler _stock = new();

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (!authorizeResult.Challenged) return _stock.HandleAsync(next, context, policy, authorizeResult);
            context.Response.StatusCode = 418;
            return Task.CompletedTask;
        }
    }
}
