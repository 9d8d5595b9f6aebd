namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Which session a requirement is about, where an application has several types.</summary>
public sealed class RequiredTypeTests
{
    [Theory]
    [InlineData("/visits-first")]
    [InlineData("/basket-first")]
    [InlineData("/basket-only")]
    [InlineData("/nothing-named")]
    [InlineData("/basket-by-metadata")]
    public async Task A_requirement_is_about_the_default_type_whatever_the_handler_takes(string path)
    {
        await using var app = await StartAsync();
        Assert.Equal("401 200 401 200", await StatusesAsync(app, path));
    }

    [Theory]
    [InlineData("/require-basket")]
    [InlineData("/require-basket-session")]
    [InlineData("/require-recent-basket")]
    [InlineData("/require-basket-by-attribute")]
    [InlineData("/basket-group/member")]
    public async Task A_requirement_that_names_a_type_is_about_that_type(string path)
    {
        await using var app = await StartAsync();
        Assert.Equal("401 401 200 200", await StatusesAsync(app, path));
    }

    [Theory]
    [InlineData("/both")]
    [InlineData("/group/both")]
    public async Task Requirements_for_two_types_hold_both(string path)
    {
        await using var app = await StartAsync();
        Assert.Equal("401 401 401 200", await StatusesAsync(app, path));
    }

    [Fact]
    public async Task Of_two_requirements_for_a_recent_sign_in_the_shorter_one_holds()
    {
        var clock = new Azu.Sessions.Conformance.ManualTimeProvider();
        await using var app = await StartAsync(clock);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var member = (await connection.SendAsync("GET", "/in/visits")).CookieLine;
        Assert.Equal(200, (await connection.SendAsync("GET", "/recent/twice", member)).Status);
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(401, (await connection.SendAsync("GET", "/recent/twice", member)).Status);
    }

    [Fact]
    public async Task A_store_that_is_down_closes_only_the_pages_that_require_its_sessions()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var visits = (await connection.SendAsync("GET", "/in/visits")).Cookie;
        var basket = (await connection.SendAsync("GET", "/in/basket")).Cookie;
        app.Outage.Failing = Conformance.StoreOperations.All;
        Assert.Equal(503, (await connection.SendAsync("GET", "/both", $"Cookie: {visits}; {basket}")).Status);
        Assert.Equal(200, (await connection.SendAsync("GET", "/require-basket", $"Cookie: {visits}; {basket}")).Status);
    }

    [Fact]
    public async Task A_requirement_for_a_type_that_the_application_does_not_have_says_so()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(500, (await connection.SendAsync("GET", "/unknown")).Status);
        Assert.Contains(app.App.Sink.Lines, l => l.Contains("names the session type Uri, which the application does not have", StringComparison.Ordinal));
    }

    /// <summary>The answers to a stranger, to a visitor signed in to the default type alone, to the other type alone, and to both.</summary>
    private static async Task<string> StatusesAsync(StoreApp app, string path)
    {
        await using var connection = await RawConnection.OpenAsync(app.App);
        var visits = (await connection.SendAsync("GET", "/in/visits")).Cookie;
        var basket = (await connection.SendAsync("GET", "/in/basket")).Cookie;
        string[] cookies = ["", visits, basket, $"{visits}; {basket}"];
        var statuses = new List<int>();
        foreach (var cookie in cookies) statuses.Add((await connection.SendAsync("GET", path, "Cookie: " + cookie)).Status);
        return string.Join(' ', statuses);
    }

    private static Task<StoreApp> StartAsync(TimeProvider? clock = null) => StoreApp.StartAsync<Visits>(
        a =>
        {
            a.UseAzuSessions();
            a.MapGet("/in/visits", (Session<Visits> session) => session.SignInAsync("alice").AsTask());
            a.MapGet("/in/basket", (Session<Basket> session) => session.SignInAsync("alice").AsTask());
            a.MapGet("/visits-first", (Session<Visits> v, Session<Basket> b) => "").RequireSignIn();
            a.MapGet("/basket-first", (Session<Basket> b, Session<Visits> v) => "").RequireSignIn();
            a.MapGet("/basket-only", (Session<Basket> b) => "").RequireSignIn();
            a.MapGet("/nothing-named", () => "").RequireSignIn();
            a.MapGet("/basket-by-metadata", () => "").WithSession(typeof(Basket)).RequireSignIn();
            a.MapGet("/require-basket", () => "").RequireSignIn<Basket>();
            a.MapGet("/require-basket-session", () => "").RequireSession<Basket>();
            a.MapGet("/require-recent-basket", (Session<Visits> v) => "").RequireRecentSignIn<Basket>(TimeSpan.FromHours(1));
            a.MapGet("/require-basket-by-attribute", [RequireSignIn(DataType = typeof(Basket))] () => "");
            a.MapGroup("/basket-group").RequireSignIn<Basket>().MapGet("/member", (Session<Visits> v) => "");
            a.MapGet("/both", () => "").RequireSignIn<Basket>().RequireSignIn();
            a.MapGroup("/group").RequireSignIn().MapGet("/both", () => "").RequireSignIn<Basket>();
            a.MapGroup("/recent").RequireRecentSignIn(TimeSpan.FromMinutes(10)).MapGet("/twice", () => "").RequireRecentSignIn(TimeSpan.FromHours(1));
            a.MapGet("/unknown", () => "").RequireSignIn<Uri>();
        },
        configure: b =>
        {
            b.Services.AddAzuSessions<Basket>(o => o.Cookie.Name = "basket").UseMemoryStore();
            if (clock is not null) b.Services.AddSingleton(clock);
        },
        records: clock is null ? null : new DurableStore { Clock = clock });
}
