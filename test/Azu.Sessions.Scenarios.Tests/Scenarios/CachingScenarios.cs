using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Output caching and response caching are switched on, and a page that reads the session asks for both.</summary>
[Trait("Requirement", "R-23")]
public abstract class CachingScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    private int _runs;

    [Theory]
    [InlineData(true, "/before")]
    [InlineData(true, "/after")]
    [InlineData(true, "/flash")]
    [InlineData(true, "/new")]
    [InlineData(true, "/members")]
    [InlineData(false, "/before")]
    [InlineData(false, "/after")]
    [InlineData(false, "/flash")]
    [InlineData(false, "/new")]
    [InlineData(false, "/members")]
    public async Task A_page_that_reads_the_session_is_never_stored(bool cachesInFront, string page)
    {
        await using var app = await StartAsync(cachesInFront);
        using var alice = app.NewBrowser();
        using var bob = app.NewBrowser();
        (await alice.PostAsync("/login/alice", null)).EnsureSuccessStatusCode().Dispose();
        (await bob.PostAsync("/login/bob", null)).EnsureSuccessStatusCode().Dispose();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("alice", await GetPersonalAsync(alice, page));
            Assert.Equal("bob", await GetPersonalAsync(bob, page));
        }

        Assert.Equal(6, _runs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Visitors_who_meet_at_a_cached_page_each_get_their_own(bool cachesInFront)
    {
        await using var app = await StartAsync(cachesInFront);
        using var client = app.NewBareClient();
        var names = Enumerable.Range(0, 16).Select(i => $"user{i}").ToArray();
        var cookies = await Task.WhenAll(names.Select(name => client.BeginAsync($"/login/{name}")));
        var pages = await Task.WhenAll(cookies.Select(cookie => client.ReadAsync("/before", cookie)));
        Assert.Equal(names, pages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_that_does_not_touch_the_session_is_cached_as_ever(bool cachesInFront)
    {
        await using var app = await StartAsync(cachesInFront);
        using var client = app.NewBareClient();
        var cookie = await client.BeginAsync("/login/alice");
        var pages = new HashSet<string>();
        for (var i = 0; i < 3; i++) pages.Add(await client.ReadAsync("/untouched", i == 0 ? cookie : null));
        Assert.Single(pages);
    }

    [Fact]
    public async Task A_page_for_members_is_not_handed_to_strangers_by_a_cache_in_front()
    {
        await using var app = await StartAsync(cachesInFront: true);
        using var client = app.NewBareClient();
        var cookie = await client.BeginAsync("/login/alice");
        Assert.Equal("for members", await client.ReadAsync("/closed", cookie));
        using var stranger = await client.GetAsync("/closed", cookie: null);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, stranger.StatusCode);
        // And a stranger's 401 is not what a member gets.
        Assert.Equal("for members", await client.ReadAsync("/closed", cookie));
    }

    [Theory]
    [InlineData("/output")]
    [InlineData("/response")]
    public async Task With_the_built_in_session_the_next_visitor_gets_the_first_ones_page(string page)
    {
        await using var app = await BuiltIn.StartAsync(
            app =>
            {
                app.MapPost("/login/{name}", (string name, HttpContext context) => context.Session.SetString("name", name));
                app.MapGet("/output", (HttpContext context) => context.Session.GetString("name")).CacheOutput();
                app.MapGet("/response", (HttpContext context) =>
                {
                    context.Response.Headers.CacheControl = "public, max-age=60";
                    return context.Session.GetString("name");
                });
            },
            configure: AddCaches,
            before: UseCaches);
        using var alice = app.NewBrowser();
        using var bob = app.NewBrowser();
        (await alice.PostAsync("/login/alice", null)).EnsureSuccessStatusCode().Dispose();
        (await bob.PostAsync("/login/bob", null)).EnsureSuccessStatusCode().Dispose();
        Assert.Equal("alice", await alice.GetStringAsync(page));
        var seen = await bob.GetStringAsync(page);
        BuiltIn.Record($"behind {page[1..]} caching bob sees the page of {seen}.");
        Assert.Equal("alice", seen);
    }

    private static async Task<string> GetPersonalAsync(HttpClient browser, string page)
    {
        using var response = await browser.GetAsync(page);
        response.EnsureSuccessStatusCode();
        Assert.Equal("no-store, private", string.Join(", ", response.Headers.CacheControl!.ToString().Split(", ").Order()));
        Assert.Contains("Cookie", response.Headers.Vary);
        return await response.Content.ReadAsStringAsync();
    }

    private static void AddCaches(WebApplicationBuilder builder)
    {
        builder.Services.AddOutputCache();
        builder.Services.AddResponseCaching();
    }

    private static void UseCaches(WebApplication app)
    {
        app.UseResponseCaching();
        app.UseOutputCache();
    }

    private Task<TestApp> StartAsync(bool cachesInFront) => TestApp.StartAsync(
        builder =>
        {
            AddCaches(builder);
            builder.Services.AddAzuSessions<Visitor>().UseScenarioStore<Visitor, TStore>();
        },
        app =>
        {
            if (cachesInFront) UseCaches(app);
            app.UseAzuSessions();
            if (!cachesInFront) UseCaches(app);
            app.MapPost("/login/{name}", async (string name, Session<Visitor> session) =>
            {
                await session.SignInAsync(name);
                session.Data = session.Data with { Name = name };
                session.Flash.Notice = name;
            });
            app.MapGet("/before", (HttpContext context, Session<Visitor> session) =>
            {
                CacheMe(context);
                return session.Data.Name;
            }).CacheOutput();
            app.MapGet("/after", async (HttpContext context, Session<Visitor> session) =>
            {
                var name = session.Subject!;
                CacheMe(context);
                context.Response.ContentLength = name.Length;
                await context.Response.WriteAsync(name);
            }).CacheOutput();
            app.MapGet("/flash", (HttpContext context, Session<Visitor> session) =>
            {
                var name = session.Flash.Notice;
                session.Flash.Keep("notice");
                CacheMe(context);
                return name;
            }).CacheOutput();
            app.MapGet("/new", (HttpContext context, Session<Visitor> session) =>
            {
                CacheMe(context);
                session.Update(d => d with { Count = d.Count + 1 });
                return session.Data.Name;
            }).CacheOutput();
            app.MapGet("/members", (HttpContext context, Session<Visitor> session) =>
            {
                var name = session.Data.Name;
                CacheMe(context);
                return name;
            }).RequireSignIn().CacheOutput();
            app.MapGet("/closed", (HttpContext context) =>
            {
                CacheMe(context);
                return "for members";
            }).RequireSignIn().CacheOutput();
            app.MapGet("/untouched", (HttpContext context) =>
            {
                CacheMe(context);
                return $"run {_runs}";
            }).CacheOutput();
        });

    private void CacheMe(HttpContext context)
    {
        Interlocked.Increment(ref _runs);
        context.Response.Headers.CacheControl = "public, max-age=60";
    }
}
