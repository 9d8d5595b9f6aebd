namespace Azu.Sessions.AspNetCore.Tests.Authentication;

/// <summary>Every order in which applications call the middleware. It works, or the application does not start and says what to write.</summary>
public sealed class MiddlewareOrderTests
{
    private static readonly Dictionary<string, Action<WebApplication>> s_working = new()
    {
        ["nothing else called"] = a => a.UseAzuSessions(),
        ["both called behind"] = a => a.UseAzuSessions().UseAuthentication().UseAuthorization(),
        ["authentication alone behind"] = a => a.UseAzuSessions().UseAuthentication(),
        ["authorization alone behind"] = a => a.UseAzuSessions().UseAuthorization(),
        ["behind, the other way around"] = a => a.UseAzuSessions().UseAuthorization().UseAuthentication(),
        ["sessions twice"] = a => a.UseAzuSessions().UseAzuSessions(),
        ["sessions twice, with both between"] = a => a.UseAzuSessions().UseAuthentication().UseAuthorization().UseAzuSessions(),
        ["everything twice"] = a => a.UseAzuSessions().UseAuthentication().UseAuthorization().UseAuthentication().UseAuthorization(),
        ["explicit routing in front"] = a =>
        {
            a.UseRouting();
            a.UseAzuSessions();
        },
        ["explicit routing and endpoints"] = a =>
        {
            a.UseRouting();
            a.UseAzuSessions();
            a.UseAuthentication();
            a.UseAuthorization();
#pragma warning disable ASP0014 // as applications of before WebApplication do
            a.UseEndpoints(MemberApp.Map);
#pragma warning restore ASP0014
        },
        ["a branch that calls it again"] = a =>
        {
            a.UseAzuSessions();
            a.UseWhen(c => IsMembers(c), b => b.UseAzuSessions());
        },
        ["a branch that authorizes again"] = a =>
        {
            a.UseAzuSessions();
            a.UseWhen(c => IsMembers(c), b => b.UseAuthentication().UseAuthorization());
        },
        ["an error page in front"] = a => a.UseExceptionHandler("/error").UseStatusCodePagesWithReExecute("/error").UseAzuSessions(),
        ["an error page behind"] = a => a.UseAzuSessions().UseExceptionHandler("/error").UseStatusCodePagesWithReExecute("/error"),
        ["a cache, compression and limits between"] = a =>
            a.UseAzuSessions().UseOutputCache().UseResponseCompression().UseRateLimiter().UseAntiforgery(),
        ["a cache in front"] = a => a.UseOutputCache().UseAzuSessions(),
    };

    private static readonly Dictionary<string, (Action<WebApplication> Use, string Says)> s_refused = new()
    {
        ["both called in front"] = (a => a.UseAuthentication().UseAuthorization().UseAzuSessions(), "UseAuthentication"),
        ["authentication in front"] = (a => a.UseAuthentication().UseAzuSessions(), "UseAuthentication"),
        ["authorization in front"] = (a => a.UseAuthorization().UseAzuSessions(), "UseAuthorization"),
        ["in front, and again behind"] = (a => a.UseAuthentication().UseAzuSessions().UseAuthentication().UseAuthorization(), "UseAuthentication"),
        ["no sessions at all"] = (_ => { }, "app.UseAzuSessions()"),
        ["only authentication and authorization"] = (a => a.UseAuthentication().UseAuthorization(), "app.UseAzuSessions()"),
        ["sessions in a branch alone"] = (a => a.UseWhen(_ => true, b => b.UseAzuSessions()), "app.UseAzuSessions()"),
        ["sessions in a mapped branch alone"] = (a => a.Map("/shop", b => b.UseAzuSessions()), "app.UseAzuSessions()"),
        ["routing behind"] = (a => a.UseAzuSessions().UseRouting(), "UseRouting"),
        ["a user without a session"] = (a =>
        {
            a.UseAzuSessions();
            a.MapGet("/api", () => "").WithoutSession().RequireAuthorization();
        }, "/api"),
    };

    public static TheoryData<string> Working => [.. s_working.Keys];

    public static TheoryData<string> Refused => [.. s_refused.Keys];

    [Theory]
    [MemberData(nameof(Working))]
    public async Task Each_of_these_orders_gives_every_endpoint_its_user(string order)
    {
        await using var app = await MemberApp.StartAsync(
            s_working[order], Everything, isMapped: order != "explicit routing and endpoints");
        await using var connection = await RawConnection.OpenAsync(app.App);

        foreach (var path in (string[])["/members", "/admins", "/grouped", "/fails", "/missing"])
        {
            Assert.Equal(401, (await connection.SendAsync("GET", path)).Status);
            var turned = await connection.SendAsync("GET", path, "Accept: text/html");
            Assert.Equal((302, "/login?redirect_to=" + Uri.EscapeDataString(path)), (turned.Status, turned["Location"]));
        }

        Assert.Equal("anonymous", await BodyAsync(connection, "/me"));

        var member = await connection.SignInAsync("alice");
        Assert.Equal("open", await BodyAsync(connection, "/open", member));
        Assert.Equal("alice", await BodyAsync(connection, "/me", member));
        Assert.Equal("alice", await BodyAsync(connection, "/members", member));
        Assert.Equal("alice", await BodyAsync(connection, "/grouped", member));
        Assert.Equal(403, (await connection.SendAsync("GET", "/admins", member)).Status);

        var admin = await connection.SignInAsync("root", "admin");
        Assert.Equal("root", await BodyAsync(connection, "/admins", admin));
        if (order.StartsWith("an error page", StringComparison.Ordinal))
        {
            Assert.Equal("error page of root", (await connection.SendAsync("GET", "/fails", admin)).Body);
            Assert.Equal("error page of root", (await connection.SendAsync("GET", "/missing", admin)).Body);
        }

        await connection.SendAsync("GET", "/logout", member);
        Assert.Equal(401, (await connection.SendAsync("GET", "/members", member)).Status);
        Assert.Equal("anonymous", await BodyAsync(connection, "/me", member));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Each_of_these_orders_stops_the_application_from_starting_and_says_what_to_write(string order)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => MemberApp.StartAsync(s_refused[order].Use, Everything));
        Assert.Contains(s_refused[order].Says, refusal.Message, StringComparison.Ordinal);
    }

    private static bool IsMembers(HttpContext context) => context.Request.Path.StartsWithSegments("/members", StringComparison.Ordinal);

    private static void Everything(WebApplicationBuilder builder) =>
        builder.Services.AddOutputCache().AddResponseCompression().AddRateLimiter(_ => { }).AddAntiforgery().AddAuthorization();

    private static async Task<string> BodyAsync(RawConnection connection, string path, params string[] headers)
    {
        var answer = await connection.SendAsync("GET", path, headers);
        Assert.Equal(200, answer.Status);
        return answer.Body;
    }
}
