namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Who the visitor is: a new id with the login, the end of all sessions of somebody, data of a type.</summary>
public abstract class IdentityScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    [Fact]
    [Trait("Requirement", "R-27")]
    public async Task The_cookie_changes_with_the_login_and_the_old_one_is_worth_nothing()
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var before = await client.BeginAsync("/cart/apple");
        var after = await client.BeginAsync("/login/alice", before);
        Assert.NotEqual(before, after);
        Assert.Equal("|", await client.ReadAsync("/", before));
        Assert.Equal("alice|apple", await client.ReadAsync("/", after));
    }

    [Fact]
    public async Task The_built_in_session_keeps_the_cookie_that_was_there_before_the_login()
    {
        await using var app = await BuiltIn.StartAsync(app =>
        {
            app.MapPost("/cart/{item}", (string item, HttpContext context) => context.Session.SetString("cart", item));
            app.MapPost("/login/{name}", (string name, HttpContext context) =>
            {
                context.Session.Clear();
                context.Session.SetString("name", name);
            });
            app.MapGet("/", (HttpContext context) => context.Session.GetString("name"));
        });
        using var client = app.NewBareClient();
        var planted = await client.BeginAsync("/cart/apple", name: BuiltIn.CookieName);
        using var login = await client.SendAsync(HttpMethod.Post, "/login/alice", planted, BuiltIn.CookieName);
        Assert.Null(login.SetCookie(BuiltIn.CookieName));
        var seen = await client.ReadAsync("/", planted, BuiltIn.CookieName);
        BuiltIn.Record($"who had the cookie before the login is now {seen}.");
        Assert.Equal("alice", seen);
    }

    [Fact]
    [Trait("Requirement", "R-39")]
    public async Task One_call_signs_out_everywhere()
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var devices = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.BeginAsync("/login/alice")));
        var bob = await client.BeginAsync("/login/bob");
        Assert.Equal(5, await app.Services.GetRequiredService<SessionManager<Visitor>>().RevokeSubjectAsync("alice"));
        foreach (var device in devices) Assert.Equal("|", await client.ReadAsync("/", device));
        Assert.Equal("bob|", await client.ReadAsync("/", bob));
    }

    [Fact]
    public async Task Data_have_the_type_that_the_application_gives_them()
    {
        var day = new DateOnly(2026, 2, 28);
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddAzuSessions<Trip>().UseScenarioStore<Trip, TStore>(),
            app =>
            {
                app.UseAzuSessions();
                app.MapPost("/book", (Session<Trip> session) =>
                    session.Data = session.Data with { Day = day, Price = 12.50m, Stops = new() { ["a"] = [1, 2] } });
                app.MapGet("/", (Session<Trip> session) => session.Data is { Price: 12.50m, Seats: 2 } trip && trip.Day == day && trip.Stops["a"] is [1, 2]);
            });
        using var browser = app.NewBrowser();
        Assert.Equal("false", await browser.GetStringAsync("/"));
        (await browser.PostAsync("/book", null)).EnsureSuccessStatusCode().Dispose();
        Assert.Equal("true", await browser.GetStringAsync("/"));
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(
        builder => builder.Services.AddAzuSessions<Visitor>().UseScenarioStore<Visitor, TStore>(),
        app =>
        {
            app.UseAzuSessions();
            app.MapPost("/cart/{item}", (string item, Session<Visitor> session) => session.Update(d => d with { Cart = [.. d.Cart, item] }));
            app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
            app.MapGet("/", (Session<Visitor> session) => $"{session.Subject}|{string.Join(',', session.Data.Cart)}");
        });

    private sealed record Trip
    {
        public DateOnly Day { get; init; }

        public decimal Price { get; init; }

        public int Seats { get; init; } = 2;

        public Dictionary<string, int[]> Stops { get; init; } = [];
    }
}
