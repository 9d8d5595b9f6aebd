using Microsoft.AspNetCore.StaticAssets;

namespace Azu.Sessions.AspNetCore.Tests.Authentication;

/// <summary>A scheme asks for the user of every request. That costs no call of the store and no header where the endpoint does not look.</summary>
public sealed class UserCostTests
{
    private static readonly string[] s_paths = ["/members.css", "/api", "/open"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Store_calls_and_cache_headers_are_those_without_a_scheme(bool isSignedIn)
    {
        var without = await MeasureAsync(hasScheme: false, isSignedIn);
        var with = await MeasureAsync(hasScheme: true, isSignedIn);
        Assert.Equal(without, with);
        if (!isSignedIn) Assert.All(with, line => Assert.EndsWith("calls 0", line, StringComparison.Ordinal));
    }

    /// <summary>ASP.NET Core itself keeps what a user is shown out of the output cache; so the pages of visitors stay there.</summary>
    [Fact]
    public async Task A_cached_page_is_cached_for_visitors_and_not_for_users()
    {
        await using var app = await MemberApp.StartAsync(
            a =>
            {
                a.UseAzuSessions();
                a.UseOutputCache();
                a.MapGet("/cached", () => "cached").CacheOutput();
            },
            b => b.Services.AddOutputCache());
        await using var connection = await RawConnection.OpenAsync(app.App);
        var alice = await connection.SignInAsync("alice");
        for (var i = 0; i < 2; i++) Assert.Null((await connection.SendAsync("GET", "/cached", alice))["Age"]);
        Assert.Null((await connection.SendAsync("GET", "/cached"))["Age"]);
        Assert.NotNull((await connection.SendAsync("GET", "/cached"))["Age"]);
        Assert.Null((await connection.SendAsync("GET", "/cached", alice))["Age"]);
    }

    [Fact]
    public async Task Looking_at_the_user_makes_the_response_personal_whatever_is_looked_at()
    {
        await using var app = await MemberApp.StartAsync(
            a =>
            {
                a.UseOutputCache();
                a.UseAzuSessions();
                Func<HttpContext, object?>[] looks =
                [
                    c => c.User.Identity!.Name, c => c.User.Identity!.IsAuthenticated, c => c.User.IsInRole("admin"), c => c.User.Claims.Count(),
                    c => c.User.FindFirst("x"),
                    c => c.User.HasClaim("a", "b"), c => c.User.Identities.First().Clone().Name, c => c.User.Identities.First().FindAll("x").Count(),
                ];
                for (var i = 0; i < looks.Length; i++)
                {
                    var look = looks[i];
                    a.MapGet($"/looks/{i}", (HttpContext c) => $"{look(c)}").CacheOutput(p => p.Expire(TimeSpan.FromHours(1)));
                }
            },
            b => b.Services.AddOutputCache());
        await using var connection = await RawConnection.OpenAsync(app.App);
        var alice = await connection.SignInAsync("alice");
        var bob = await connection.SignInAsync("bob", "admin");
        for (var i = 0; i < 8; i++)
        {
            var first = await connection.SendAsync("GET", $"/looks/{i}", alice);
            Assert.Equal((i, 200, "private, no-store"), (i, first.Status, first["Cache-Control"]));
            Assert.Null((await connection.SendAsync("GET", $"/looks/{i}", bob))["Age"]);
        }

        Assert.Equal("bob", (await connection.SendAsync("GET", "/looks/0", bob)).Body);
        Assert.Equal("True", (await connection.SendAsync("GET", "/looks/2", bob)).Body);
    }

    [Fact]
    public async Task A_static_asset_knows_its_user_where_it_asks_for_one()
    {
        await using var app = await MemberApp.StartAsync(a =>
        {
            a.UseAzuSessions();
            MapAsset(a).RequireAuthorization();
        });
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(401, (await connection.SendAsync("GET", "/members.css")).Status);
        Assert.Equal(200, (await connection.SendAsync("GET", "/members.css", await connection.SignInAsync("alice"))).Status);
    }

    [Fact]
    public async Task A_static_asset_knows_its_user_where_everything_asks_for_one()
    {
        await using var app = await MemberApp.StartAsync(
            a =>
            {
                a.UseAzuSessions();
                MapAsset(a);
                a.MapGet("/enter/{subject}", async (string subject, Session<Member> session) => await session.SignInAsync(subject)).AllowAnonymous();
            },
            b => b.Services.AddAuthorizationBuilder().SetFallbackPolicy(new(
                [new Microsoft.AspNetCore.Authorization.Infrastructure.DenyAnonymousAuthorizationRequirement()], [])));
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(401, (await connection.SendAsync("GET", "/members.css")).Status);
        var cookie = (await connection.SendAsync("GET", "/enter/alice")).CookieLine;
        Assert.Equal(200, (await connection.SendAsync("GET", "/members.css", cookie)).Status);
    }

    [Fact]
    public async Task A_request_without_an_endpoint_has_its_user()
    {
        await using var app = await MemberApp.StartAsync(a =>
        {
            a.UseAzuSessions();
            a.Map("/tool", b => b.Run(c => c.Response.WriteAsync(c.User.Identity?.Name ?? "anonymous")));
        });
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal("anonymous", (await connection.SendAsync("GET", "/tool")).Body);
        var answer = await connection.SendAsync("GET", "/tool", await connection.SignInAsync("alice"));
        Assert.Equal(("alice", "private, no-store"), (answer.Body, answer["Cache-Control"]));
    }

    /// <summary>As MapStaticAssets maps one.</summary>
    private static RouteHandlerBuilder MapAsset(WebApplication app) =>
        app.MapGet("/members.css", () => "body{}").WithMetadata(new StaticAssetDescriptor { Route = "members.css", AssetPath = "members.css" });

    private static async Task<List<string>> MeasureAsync(bool hasScheme, bool isSignedIn)
    {
        await using var app = await StoreApp.StartAsync<Member>(
            a =>
            {
                a.UseAzuSessions();
                MapAsset(a);
                a.MapGet("/api", () => "api").WithoutSession();
                a.MapGet("/open", () => "open");
                a.MapGet("/login/{subject}", async (string subject, Session<Member> session) => await session.SignInAsync(subject));
            },
            configure: b =>
            {
                if (hasScheme) b.Services.AddAuthentication().AddAzuSessions<Member>();
            });
        await using var connection = await RawConnection.OpenAsync(app.App);
        string[] headers = isSignedIn ? [await connection.SignInAsync("alice")] : [];
        List<string> seen = [];
        foreach (var path in (string[])[.. s_paths, .. s_paths])
        {
            app.Calls.Reset();
            var answer = await connection.SendAsync("GET", path, headers);
            seen.Add($"{path} {answer.Status} {answer["Cache-Control"]} {answer["Vary"]} {answer["Age"] is not null} calls {app.Calls.Total}");
        }

        return seen;
    }
}
