using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Endpoints that are not for everybody: minimal APIs and controllers alike.</summary>
public sealed class RequirementTests
{
    private const string Page = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

    [Theory]
    [InlineData("/session")]
    [InlineData("/mvc/session")]
    public async Task Without_a_session_it_is_a_401_and_with_one_the_answer(string path)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(401, (await connection.SendAsync("GET", path, Page)).Status);
        Assert.Empty(app.Stored());
        var first = await connection.SendAsync("GET", "/note/hello");
        AssertAnswer(200, "hello", await connection.SendAsync("GET", path, first.CookieLine));
    }

    [Theory]
    [InlineData("/signed-in")]
    [InlineData("/group/member")]
    [InlineData("/mvc/signed-in")]
    [InlineData("/mvc/all/member")]
    public async Task Who_must_sign_in_is_sent_to_the_page_with_the_way_back_and_programs_get_a_401(string path)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var page = await connection.SendAsync("GET", path + "?a=1&b=%2F%C3%BC", Page);
        Assert.Equal(302, page.Status);
        Assert.Equal("/login?redirect_to=" + Uri.EscapeDataString(path + "?a=1&b=%2F%C3%BC"), page["Location"]);
        Assert.Equal("private, no-store", page["Cache-Control"]);
        Assert.Equal(401, (await connection.SendAsync("GET", path)).Status);
        Assert.Equal(401, (await connection.SendAsync("GET", path, "Accept: application/json")).Status);
        Assert.Equal(401, (await connection.SendAsync("GET", path, Page, "X-Requested-With: XMLHttpRequest")).Status);

        var anonymous = await connection.SendAsync("GET", "/note/hello");
        Assert.Equal(302, (await connection.SendAsync("GET", path, anonymous.CookieLine, Page)).Status);
        var member = await connection.SendAsync("GET", "/in", anonymous.CookieLine);
        AssertAnswer(200, "alice", await connection.SendAsync("GET", path, member.CookieLine, Page));
    }

    [Theory]
    [InlineData("/signed-in", "/enter")]
    [InlineData("/recent", "/enter")]
    [InlineData("/group/member", "/enter")]
    [InlineData("/mvc/signed-in", "/enter")]
    [InlineData("/mvc/recent", "/enter")]
    [InlineData("/own-page", "/own")]
    [InlineData("/nowhere", "/enter")]
    public async Task The_options_name_the_sign_in_page_unless_the_endpoint_does(string path, string expected)
    {
        await using var app = await StartAsync(options: o => o.SignInPath = "/enter");
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", path, Page);
        Assert.Equal((302, expected + "?redirect_to=" + Uri.EscapeDataString(path)), (answer.Status, answer["Location"]));
    }

    [Fact]
    public async Task A_form_that_was_sent_is_not_sent_back_to()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("POST", "/signed-in", Page, "Content-Length: 0");
        Assert.Equal((302, "/login"), (answer.Status, answer["Location"]));
    }

    [Theory]
    [InlineData("/group/open")]
    [InlineData("/mvc/all/open")]
    public async Task AllowAnonymous_lifts_it_for_one_endpoint_of_a_group(string path)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        AssertAnswer(200, "open", await connection.SendAsync("GET", path, Page));
    }

    [Fact]
    public async Task A_sign_in_page_that_requires_a_sign_in_does_not_loop()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(401, (await connection.SendAsync("GET", "/locked/login", Page)).Status);
        Assert.Equal(401, (await connection.SendAsync("GET", "/LOCKED/Login", Page)).Status);
        Assert.Contains(app.App.Sink.Lines, l =>
            l.StartsWith("Error", StringComparison.Ordinal) && l.Contains("requires a sign-in but is the sign-in page itself", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("//evil.test/", "/login")]
    [InlineData("//evil.test/%2e%2e", "/login")]
    [InlineData("/\\evil", "/login?redirect_to=%2F%255Cevil")] // escaped, and so a path
    public async Task The_way_back_is_never_another_host(string path, string expected)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", path, Page);
        Assert.Equal(302, answer.Status);
        Assert.Equal(expected, answer["Location"]);
    }

    [Fact]
    public async Task The_path_of_the_sign_in_page_may_have_any_letter()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal("/anmelden/f%C3%BCr?redirect_to=%2Fbeyond-ascii", (await connection.SendAsync("GET", "/beyond-ascii", Page))["Location"]);
    }

    [Theory]
    [InlineData("/cart", "/cart")]
    [InlineData("/cart?a=1#top", "/cart?a=1#top")]
    [InlineData("/", "/")]
    [InlineData("", "/home")]
    [InlineData("cart", "/home")]
    [InlineData("//evil.test", "/home")]
    [InlineData("/\\evil.test", "/home")]
    [InlineData("\\\\evil.test", "/home")]
    [InlineData("/\t/evil.test", "/home")]
    [InlineData("/\n/evil.test", "/home")]
    [InlineData("\t//evil.test", "/home")]
    [InlineData(" //evil.test", "/home")]
    [InlineData("/cart\r\nSet-Cookie: a=b", "/home")]
    [InlineData("/cart\u007F", "/home")]
    [InlineData("/cart\u0085", "/home")]
    [InlineData("https://evil.test", "/home")]
    [InlineData("javascript:alert(1)", "/home")]
    [InlineData("/größe", "/gr%C3%B6%C3%9Fe")]
    public async Task Where_to_go_after_the_sign_in_is_only_ever_local(string target, string expected)
    {
        await using var app = await StartAsync(hasControllers: false);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var byQuery = await connection.SendAsync("GET", "/after?redirect_to=" + Uri.EscapeDataString(target));
        Assert.Equal((302, expected), (byQuery.Status, byQuery["Location"]));

        var form = "redirect_to=" + Uri.EscapeDataString(target);
        await connection.WriteAsync(RawConnection.Request("POST", "/after", "Content-Type: application/x-www-form-urlencoded",
            $"Content-Length: {form.Length}") + form);
        var byForm = await connection.ReadAsync();
        Assert.Equal((302, expected), (byForm.Status, byForm["Location"]));
    }

    [Theory]
    [Trait("Requirement", "R-45")]
    [InlineData("/recent")]
    [InlineData("/mvc/recent")]
    public async Task A_sign_in_of_a_while_ago_is_not_enough_where_a_recent_one_is_required(string path)
    {
        var clock = new Azu.Sessions.Conformance.ManualTimeProvider();
        await using var app = await StartAsync(clock);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var member = await connection.SendAsync("GET", "/in");
        Assert.Equal(200, (await connection.SendAsync("GET", path, member.CookieLine, Page)).Status);
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(302, (await connection.SendAsync("GET", path, member.CookieLine, Page)).Status);
        Assert.Equal(200, (await connection.SendAsync("GET", "/signed-in", member.CookieLine, Page)).Status);
        var again = await connection.SendAsync("GET", "/in", member.CookieLine);
        Assert.Equal(200, (await connection.SendAsync("GET", path, again.CookieLine, Page)).Status);
    }

    private static void AssertAnswer(int status, string body, RawResponse answer) => Assert.Equal((status, body), (answer.Status, answer.Body));

    private static Task<StoreApp> StartAsync(TimeProvider? clock = null, bool hasControllers = true, Action<AzuSessionsOptions>? options = null) =>
        StoreApp.StartAsync<Visits>(
        a =>
        {
            a.UseAzuSessions();
            a.MapVisits();
            if (hasControllers) a.MapControllers();
            a.MapGet("/in", async (Session<Visits> session) => await session.SignInAsync("alice"));
            a.MapGet("/session", (Session<Visits> session) => session.Data.Note).RequireSession();
            a.MapMethods("/signed-in", ["GET", "POST"], (Session<Visits> session) => session.Subject).RequireSignIn();
            a.MapGet("/recent", () => "recent").RequireRecentSignIn(TimeSpan.FromMinutes(10));
            a.MapGet("/locked/login", () => "never").RequireSignIn("/locked/login");
            a.MapMethods("/after", ["GET", "POST"], (HttpContext context) => Results.Redirect(context.GetRedirectTo("/home")));
            var group = a.MapGroup("/group").RequireSignIn();
            group.MapGet("/member", (Session<Visits> session) => session.Subject);
            group.MapGet("/open", () => "open").AllowAnonymous();
            a.MapGet("/beyond-ascii", () => "never").RequireSignIn("/anmelden/für");
            a.MapGet("/own-page", () => "never").RequireSignIn("/own").RequireRecentSignIn(TimeSpan.FromMinutes(1));
            a.MapFallback(() => "fallback").RequireSignIn();
        },
        options,
        configure: b =>
        {
            if (hasControllers) b.Services.AddControllers().AddApplicationPart(typeof(GuardedController).Assembly)
                .OnlyControllersIn(typeof(GuardedController).Namespace!);
            if (clock is not null) b.Services.AddSingleton(clock);
        },
        records: clock is null ? null : new DurableStore { Clock = clock });
}

[Route("mvc")]
public sealed class GuardedController(Session<Visits> session) : ControllerBase
{
    [HttpGet("session")]
    [RequireSession]
    public ContentResult Held() => Content(session.Data.Note!);

    [HttpGet("signed-in")]
    [RequireSignIn]
    public ContentResult SignedIn() => Content(session.Subject!);

    [HttpGet("recent")]
    [RequireRecentSignIn(10)]
    public ContentResult Recent() => Content("recent");

    [HttpGet("read-only")]
    [WithSession(SessionAccess.ReadOnly)]
    public ContentResult ReadOnly() => Content(Record.Exception(() => session.Data = new() { Note = "changed" })!.Message);

    [HttpGet("without")]
    [WithoutSession]
    public ContentResult Without() => Content("never");
}

[Route("mvc/all")]
[RequireSignIn]
public sealed class MembersController(Session<Visits> session) : ControllerBase
{
    [HttpGet("member")]
    public ContentResult Member() => Content(session.Subject!);

    [HttpGet("open")]
    [AllowAnonymous]
    public ContentResult Open() => Content("open");
}
