namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Two requests of one visitor write two different things at the same moment.</summary>
[Trait("Requirement", "R-49")]
public abstract class ParallelWritersScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    private Rendezvous _meeting = new(0);

    [Theory]
    [InlineData("assign")]
    [InlineData("update")]
    public async Task Both_of_two_parallel_writers_are_kept(string how)
    {
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddAzuSessions<Visitor>().UseScenarioStore<Visitor, TStore>(),
            app =>
            {
                app.UseAzuSessions();
                app.MapPost("/begin", (Session<Visitor> session) => session.Data = session.Data with { Name = "x" });
                app.MapPost("/assign/a/{value}", (string value, Session<Visitor> session) => MeetAsync(() => session.Data = session.Data with { A = value }));
                app.MapPost("/assign/b/{value}", (string value, Session<Visitor> session) => MeetAsync(() => session.Data = session.Data with { B = value }));
                app.MapPost("/update/a/{value}", (string value, Session<Visitor> session) =>
                    MeetAsync(() => session.Update(d => d with { Count = d.Count + 1, Cart = [.. d.Cart, "a" + value] })));
                app.MapPost("/update/b/{value}", (string value, Session<Visitor> session) =>
                    MeetAsync(() => session.Update(d => d with { Count = d.Count + 1, Cart = [.. d.Cart, "b" + value] })));
                app.MapGet("/assign", (Session<Visitor> session) => $"{session.Data.A} {session.Data.B}");
                app.MapGet("/update", (Session<Visitor> session) => $"{session.Data.Count}: {string.Join(' ', session.Data.Cart.Order())}");
            });
        using var client = app.NewBareClient();
        for (var round = 0; round < Tier.Of(80, 10_000); round++)
        {
            var cookie = await client.BeginAsync("/begin");
            _meeting = new(2);
            var answers = await Task.WhenAll(client.PostAsync($"/{how}/a/{round}", cookie), client.PostAsync($"/{how}/b/{round}", cookie));
            Assert.All(answers, answer => answer.EnsureSuccessStatusCode().Dispose());
            Assert.Equal(how == "assign" ? $"{round} {round}" : $"2: a{round} b{round}", await client.ReadAsync("/" + how, cookie));
        }
    }

    [Fact]
    public async Task The_built_in_session_loses_one_of_two_parallel_writers()
    {
        await using var app = await BuiltIn.StartAsync(app =>
        {
            app.MapPost("/begin", (HttpContext context) => context.Session.SetString("name", "x"));
            app.MapPost("/{key}/{value}", async (string key, string value, HttpContext context) =>
            {
                await context.Session.LoadAsync();
                await MeetAsync(() => context.Session.SetString(key, value));
            });
            app.MapGet("/", (HttpContext context) => $"{context.Session.GetString("a")}{context.Session.GetString("b")}");
        });
        using var client = app.NewBareClient();
        var lost = 0;
        const int Times = 20;
        for (var round = 0; round < Times; round++)
        {
            var cookie = await client.BeginAsync("/begin", name: BuiltIn.CookieName);
            _meeting = new(2);
            var answers = await Task.WhenAll(
                client.SendAsync(HttpMethod.Post, "/a/1", cookie, BuiltIn.CookieName), client.SendAsync(HttpMethod.Post, "/b/2", cookie, BuiltIn.CookieName));
            Assert.All(answers, answer => answer.EnsureSuccessStatusCode().Dispose());
            if (await client.ReadAsync("/", cookie, BuiltIn.CookieName) != "12") lost++;
        }

        BuiltIn.Record($"one of two parallel writes was lost in {lost} of {Times} rounds.");
        Assert.Equal(Times, lost);
    }

    /// <summary>Both requests have loaded their session before either changes it.</summary>
    private async Task MeetAsync(Action change)
    {
        await _meeting.ArriveAsync();
        change();
    }
}
