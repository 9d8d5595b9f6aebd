using System.Net;
using Azu.Sessions;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Visitors about whom nothing is to be kept.</summary>
public sealed class AnonymousTests
{
    private readonly CountingStore _store = new(new MemoryStore(new(), TimeProvider.System));

    [Theory]
    [Trait("Requirement", "R-87")]
    [Trait("Requirement", "R-22")]
    [InlineData("/untouched")]
    [InlineData("/reads")]
    [InlineData("/flash")]
    [InlineData("/same")]
    [InlineData("/logout")]
    [InlineData("/rotate")]
    [InlineData("/throws")]
    [InlineData("/nowhere")]
    [Trait("Requirement", "R-90")]
    public async Task A_visit_costs_no_store_call_and_sets_no_cookie(string path)
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        // The application asks its store at the start whether it is there.
        _store.Reset();
        for (var i = 0; i < 100; i++)
        {
            using var response = await client.GetAsync(path, cookie: null);
            if (path != "/logout") Assert.Null(response.SetCookie());
        }

        Assert.Equal(0, _store.Total);
    }

    [Theory]
    [InlineData("/without")]
    [InlineData("/nowhere")]
    public async Task A_request_that_concerns_no_session_costs_its_visitor_none(string path)
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var cookie = await client.BeginAsync("/begin");
        _store.Reset();
        using var response = await client.GetAsync(path, cookie);
        Assert.Equal(path == "/without" ? HttpStatusCode.OK : HttpStatusCode.NotFound, response.StatusCode);
        Assert.Null(response.SetCookie());
        Assert.Equal(0, _store.Total);
    }

    [Fact]
    public async Task Reading_with_a_session_costs_one_load_and_sets_no_cookie()
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var cookie = await client.BeginAsync("/begin");
        _store.Reset();
        for (var i = 1; i <= 20; i++)
        {
            using var response = await client.GetAsync("/reads", cookie);
            Assert.Null(response.SetCookie());
            Assert.Equal((i, i), (_store[StoreOperations.Find], _store.Total));
        }
    }

    [Fact]
    public async Task The_built_in_session_asks_its_store_all_the_same()
    {
        var cache = new BuiltInCache();
        await using var app = await BuiltIn.StartAsync(app => app.MapGet("/untouched", () => "hello"), cache);
        using var client = app.NewBareClient();
        (await client.GetAsync("/untouched", cookie: null)).EnsureSuccessStatusCode().Dispose();
        BuiltIn.Record($"an anonymous request that touches nothing made {cache.Calls} store calls.");
        Assert.Equal(1, cache.Calls);
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(
        builder => builder.Services.AddAzuSessions<Visitor>().UseStore(_store),
        app =>
        {
            app.UseAzuSessions();
            app.MapGet("/untouched", () => "hello");
            app.MapGet("/without", () => "hello").WithoutSession();
            app.MapGet("/reads", (Session<Visitor> session) => $"{session.Data.Name} {session.IsNew} {session.IsSignedIn}");
            app.MapGet("/flash", (Session<Visitor> session) => session.Flash.Notice ?? "none");
            app.MapGet("/same", (Session<Visitor> session) => session.Data = session.Data with { Name = null });
            app.MapGet("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
            app.MapGet("/throws", IResult (Session<Visitor> session) =>
                throw new InvalidOperationException($"An error of the application for {session.Data.Name}."));
            app.MapGet("/rotate", (Session<Visitor> session) => session.RotateToken());
            app.MapPost("/begin", (Session<Visitor> session) => session.Data = session.Data with { Name = "x" });
        });
}
