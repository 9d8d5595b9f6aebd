using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Several session types in one application: each has its own cookie and store, and only what an endpoint names is loaded.</summary>
public sealed class SeveralTypesTests
{
    [Theory]
    [InlineData("/note", 1, 0)]
    [InlineData("/nothing", 1, 0)]
    [InlineData("/basket", 0, 1)]
    [InlineData("/basket-by-metadata", 0, 1)]
    [InlineData("/both", 1, 1)]
    [InlineData("/without", 0, 0)]
    [InlineData("/nowhere", 0, 0)]
    public async Task Only_the_types_that_the_endpoint_names_are_loaded(string path, int visits, int baskets)
    {
        var (app, store) = await StartAsync();
        await using var started = app;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        var second = await connection.SendAsync("GET", "/basket/apple");
        app.Calls.Reset();
        store.Reset();
        await connection.SendAsync("GET", path, $"Cookie: {first.Cookie}; {second.Cookie}");
        Assert.Equal((visits, baskets), (app.Calls.Total, store.Total));
    }

    [Fact]
    public async Task A_type_that_was_not_added_is_named_where_a_minimal_API_asks_for_it()
    {
        await using var app = await StoreApp.StartAsync<Visits>(a =>
        {
            a.Use(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (InvalidOperationException e)
                {
                    await context.Response.WriteAsync(e.Message);
                }
            });
            a.UseAzuSessions();
            a.MapGet("/basket", (Session<Basket> basket) => basket.Id.ToString());
        });
        using var client = app.App.NewBareClient();
        Assert.Contains("AddAzuSessions<Basket>()", await client.GetStringAsync("/basket"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_type_has_its_own_cookie_and_both_can_be_written_in_one_request()
    {
        var (app, _) = await StartAsync();
        await using var started = app;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/both/pear");
        Assert.Equal(["_session", "basket"], answer.SetCookies.Select(c => c.Split('=')[0]).Order(StringComparer.Ordinal));
        var cookies = "Cookie: " + string.Join("; ", answer.SetCookies.Select(c => c.Split(';')[0]));
        Assert.Equal("pear", (await connection.SendAsync("GET", "/note", cookies)).Body);
        Assert.Equal("pear", (await connection.SendAsync("GET", "/basket", cookies)).Body);
    }

    [Fact]
    public async Task A_token_of_one_type_is_nothing_to_the_other()
    {
        var (app, _) = await StartAsync();
        await using var started = app;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        app.Calls.Reset();
        Assert.Equal("", (await connection.SendAsync("GET", "/basket", "Cookie: basket=" + first.Cookie.Split('=')[1])).Body);
        Assert.Equal(0, app.Calls.Total);
    }

    [Fact]
    public async Task A_type_that_the_endpoint_does_not_name_says_how_to_get_it()
    {
        var (app, _) = await StartAsync();
        await using var started = app;
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Contains("GetSessionAsync<Basket>", (await connection.SendAsync("GET", "/unnamed")).Body, StringComparison.Ordinal);
        Assert.Equal("loaded", (await connection.SendAsync("GET", "/awaited")).Body);
    }

    private static async Task<(StoreApp App, CountingStore Baskets)> StartAsync()
    {
        var baskets = new CountingStore(new DurableStore());
        var app = await StoreApp.StartAsync<Visits>(
            a =>
            {
                a.UseAzuSessions();
                a.MapVisits();
                a.MapGet("/nothing", () => "nothing");
                a.MapGet("/without", () => "nothing").WithoutSession();
                a.MapGet("/basket/{item}", (string item, Session<Basket> session) => session.Update(b => b with { Items = [.. b.Items, item] }));
                a.MapGet("/basket", (Session<Basket> session) => string.Join(',', session.Data.Items));
                a.MapGet("/basket-by-metadata", (HttpContext context) => string.Join(',', context.GetSession<Basket>().Data.Items)).WithSession(typeof(Basket));
                a.MapGet("/both", (Session<Visits> visits, Session<Basket> basket) => visits.Data.Note + basket.Data.Items.Length);
                a.MapGet("/both/{text}", (string text, Session<Visits> visits, Session<Basket> basket) =>
                {
                    visits.Data = new() { Note = text };
                    basket.Data = new() { Items = [text] };
                });
                a.MapGet("/unnamed", (HttpContext context) => Assert.Throws<InvalidOperationException>(() => context.GetSession<Basket>()).Message);
                a.MapGet("/awaited", async (HttpContext context) => (await context.GetSessionAsync<Basket>()).IsNew ? "loaded" : "?");
            },
            configure: b => b.Services.AddAzuSessions<Basket>(o => o.Cookie.Name = "basket").UseStore(baskets).WithResilience(StoreApp.Once));
        return (app, baskets);
    }
}
