namespace Azu.Sessions.Scenarios.Tests;

/// <summary>A session for every visitor, or only for those about whom there is something to keep.</summary>
public abstract class GuestScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "R-87")]
    public async Task A_visit_makes_a_session_only_where_the_application_wants_that(bool saveUnmodified)
    {
        await using var app = await StartAsync(saveUnmodified);
        var manager = app.Services.GetRequiredService<SessionManager<Visitor>>();
        using var client = app.NewBareClient();
        using var visit = await client.GetAsync("/", cookie: null);
        Assert.Equal(saveUnmodified, visit.SetCookie() is not null);
        Assert.Equal(saveUnmodified ? 1 : 0, await manager.CountAsync());
        if (!saveUnmodified) return;

        // It is the same one with the next visit, and no second one.
        using var again = await client.GetAsync("/", visit.CookieValue());
        Assert.Null(again.SetCookie());
        Assert.Equal("False", await again.Content.ReadAsStringAsync());
        Assert.Equal(1, await manager.CountAsync());
    }

    [Theory]
    [InlineData("/read-only")]
    [InlineData("/without")]
    [InlineData("/nowhere")]
    [InlineData("/fails")]
    public async Task What_cannot_write_makes_no_guest(string path)
    {
        await using var app = await StartAsync(saveUnmodified: true);
        using var client = app.NewBareClient();
        using var visit = await client.GetAsync(path, cookie: null);
        Assert.Null(visit.SetCookie());
        Assert.Equal(0, await app.Services.GetRequiredService<SessionManager<Visitor>>().CountAsync());
    }

    [Fact]
    public async Task Guests_do_not_see_each_other()
    {
        await using var app = await StartAsync(saveUnmodified: false);
        var guests = Enumerable.Range(0, 10).Select(_ => app.NewBrowser()).ToArray();
        await Task.WhenAll(guests.Select((guest, i) => guest.PostAsync($"/name/guest{i}", null)));
        var names = await Task.WhenAll(guests.Select(guest => guest.GetStringAsync("/name")));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"guest{i}"), names);
        foreach (var guest in guests) guest.Dispose();
    }

    private static Task<TestApp> StartAsync(bool saveUnmodified) => TestApp.StartAsync(
        builder => builder.Services.AddAzuSessions<Visitor>(o => o.SaveUnmodified = saveUnmodified).UseScenarioStore<Visitor, TStore>(),
        app =>
        {
            app.UseAzuSessions();
            app.MapGet("/", (Session<Visitor> session) => $"{session.IsNew}");
            app.MapGet("/read-only", (Session<Visitor> session) => $"{session.IsNew}").WithSession(SessionAccess.ReadOnly);
            app.MapGet("/without", () => "hello").WithoutSession();
            app.MapGet("/fails", () => Results.StatusCode(500));
            app.MapPost("/name/{name}", (string name, Session<Visitor> session) => session.Data = session.Data with { Name = name });
            app.MapGet("/name", (Session<Visitor> session) => session.Data.Name);
        });
}
