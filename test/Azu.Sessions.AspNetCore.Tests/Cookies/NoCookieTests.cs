using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.Extensions.FileProviders;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Responses that have nothing to say about the session say nothing.</summary>
[Trait("Requirement", "R-22")]
public sealed class NoCookieTests
{
    [Theory]
    [InlineData("/note")]
    [InlineData("/nothing")]
    [InlineData("/flash")]
    [InlineData("/without")]
    [InlineData("/nowhere")]
    [InlineData("/file.txt")]
    [InlineData("/304")]
    [Trait("Requirement", "R-87")]
    public async Task A_visit_that_writes_nothing_costs_no_store_call_and_gets_no_cookie(string path)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        for (var i = 0; i < 3; i++) Assert.Empty((await connection.SendAsync("GET", path)).SetCookies);
        Assert.Equal(0, app.Calls.Total);
        Assert.Empty(app.Stored());
    }

    [Theory]
    [InlineData("/nothing", 1)]
    [InlineData("/note", 1)]
    [InlineData("/304", 1)]
    [InlineData("/without", 0)]
    [InlineData("/nowhere", 0)]
    [InlineData("/file.txt", 0)]
    public async Task A_known_visitor_gets_no_new_cookie_and_what_has_no_session_loads_none(string path, int loads)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        app.Calls.Reset();
        Assert.Empty((await connection.SendAsync("GET", path, first.CookieLine)).SetCookies);
        Assert.Equal(loads, app.Calls.Total);
    }

    [Fact]
    public async Task A_static_file_that_has_not_changed_says_nothing_of_the_session()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        var file = await connection.SendAsync("GET", "/file.txt", first.CookieLine);
        var again = await connection.SendAsync("GET", "/file.txt", first.CookieLine, "If-None-Match: " + file["ETag"]);
        Assert.Equal((200, "content", 304), (file.Status, file.Body, again.Status));
        Assert.All([file, again], r => Assert.Null(r["Cache-Control"]));
        Assert.All([file, again], r => Assert.Null(r["Vary"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_the_visitor_s_consent_nothing_is_stored_and_no_cookie_is_set(bool saveUnmodified)
    {
        await using var app = await StartAsync(o => (o.Cookie.IsEssential, o.SaveUnmodified) = (false, saveUnmodified));
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/note/hello");
        Assert.Equal(200, answer.Status);
        Assert.Empty(answer.SetCookies);
        Assert.Empty((await connection.SendAsync("GET", "/note")).SetCookies);
        Assert.Empty(app.Stored());
    }

    [Fact]
    public async Task With_consent_or_for_an_essential_cookie_the_session_is_stored()
    {
        await using var app = await StartAsync(o => o.Cookie.IsEssential = false);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var consent = await connection.SendAsync("GET", "/consent");
        Assert.Equal("hello",
            (await connection.SendAsync("GET", "/note", (await connection.SendAsync("GET", "/note/hello", consent.CookieLine)).CookieLine)).Body);

        await using var essential = await StartAsync();
        await using var other = await RawConnection.OpenAsync(essential.App);
        Assert.Single((await other.SendAsync("GET", "/note/hello")).SetCookies);
    }

    private static Task<StoreApp> StartAsync(Action<AzuSessionsOptions>? options = null) => StoreApp.StartAsync<Visits>(
        app =>
        {
            var files = Directory.CreateTempSubdirectory();
            File.WriteAllText(Path.Combine(files.FullName, "file.txt"), "content");
            app.Lifetime.ApplicationStopped.Register(() => files.Delete(recursive: true));
            app.UseCookiePolicy(new() { CheckConsentNeeded = _ => true, HttpOnly = HttpOnlyPolicy.None });
            app.UseAzuSessions();
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(files.FullName) });
            app.MapVisits();
            app.MapGet("/nothing", () => "nothing");
            app.MapGet("/without", () => "nothing").WithoutSession();
            app.MapGet("/304", (Session<Visits> session) => Results.StatusCode(session.Data.Count == 0 ? 304 : 200));
            app.MapGet("/consent", (HttpContext context) => context.Features.Get<Microsoft.AspNetCore.Http.Features.ITrackingConsentFeature>()!.GrantConsent())
                .WithoutSession();
        },
        options);
}
