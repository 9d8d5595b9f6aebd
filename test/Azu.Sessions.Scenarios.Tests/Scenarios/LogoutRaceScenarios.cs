using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>A visitor signs out while another request of the same session is still at work.</summary>
[Trait("Requirement", "R-37")]
public abstract class LogoutRaceScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    private Rendezvous _loaded = new(0);
    private Rendezvous _signedOut = new(0);

    [Theory]
    [InlineData("/write")]
    [InlineData("/update")]
    [InlineData("/save")]
    [InlineData("/flash")]
    [InlineData("/rotate")]
    [InlineData("/touch")]
    public async Task Nothing_comes_back_when_a_slow_request_finishes_after_the_sign_out(string slow)
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var manager = app.Services.GetRequiredService<SessionManager<Visitor>>();
        for (var round = 0; round < Tier.Of(20, 2_000); round++)
        {
            (_loaded, _signedOut) = (new(1), new(1));
            var cookie = await client.BeginAsync($"/login/alice{round}");
            var writing = client.PostAsync(slow, cookie);
            await _loaded.Everybody;
            (await client.PostAsync("/logout", cookie)).EnsureSuccessStatusCode().Dispose();
            await _signedOut.ArriveAsync();
            using var written = await writing;
            Assert.Equal(slow == "/touch" ? HttpStatusCode.OK : HttpStatusCode.Conflict, written.StatusCode);
            await AssertGoneAsync(app, client, cookie, written);
        }

        Assert.Equal(0, await manager.CountAsync());
    }

    [Fact]
    public async Task Nothing_comes_back_however_sign_out_and_write_interleave()
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var manager = app.Services.GetRequiredService<SessionManager<Visitor>>();
        for (var round = 0; round < Tier.Of(80, 10_000); round++)
        {
            (_loaded, _signedOut) = (new(1), new(1));
            await _signedOut.ArriveAsync(); // the writers wait for nobody
            var cookie = await client.BeginAsync($"/login/alice{round}");
            var requests = await Task.WhenAll(client.PostAsync("/write", cookie), client.PostAsync("/logout", cookie), client.PostAsync("/update", cookie));
            requests[1].EnsureSuccessStatusCode();
            foreach (var response in requests)
            {
                // Who came after the sign-out wrote to a session of nobody's, which is its own.
                await AssertGoneAsync(app, client, cookie, response);
                response.Dispose();
            }
        }

        Assert.Empty(await manager.ListAsync().Where(s => s.Subject is not null || s.Data.Name is not null).ToListAsync());
    }

    [Fact]
    public async Task With_the_built_in_session_the_data_comes_back()
    {
        await using var app = await BuiltIn.StartAsync(app =>
        {
            app.MapPost("/login", (HttpContext context) => context.Session.SetString("name", "alice"));
            app.MapPost("/logout", (HttpContext context) => context.Session.Clear());
            app.MapPost("/write", async (HttpContext context) =>
            {
                await context.Session.LoadAsync();
                await PauseAsync();
                context.Session.SetString("a", "late");
            });
            app.MapGet("/", (HttpContext context) => context.Session.GetString("name") ?? "nobody");
        });
        using var client = app.NewBareClient();
        var revived = 0;
        const int Times = 20;
        for (var round = 0; round < Times; round++)
        {
            (_loaded, _signedOut) = (new(1), new(1));
            var cookie = await client.BeginAsync("/login", name: BuiltIn.CookieName);
            var writing = client.SendAsync(HttpMethod.Post, "/write", cookie, BuiltIn.CookieName);
            await _loaded.Everybody;
            (await client.SendAsync(HttpMethod.Post, "/logout", cookie, BuiltIn.CookieName)).EnsureSuccessStatusCode().Dispose();
            Assert.Equal("nobody", await client.ReadAsync("/", cookie, BuiltIn.CookieName));
            await _signedOut.ArriveAsync();
            (await writing).EnsureSuccessStatusCode().Dispose();
            if (await client.ReadAsync("/", cookie, BuiltIn.CookieName) == "alice") revived++;
        }

        BuiltIn.Record($"the data was back after the sign-out in {revived} of {Times} rounds.");
        Assert.Equal(Times, revived);
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(
        builder => builder.Services.AddAzuSessions<Visitor>().UseScenarioStore<Visitor, TStore>(),
        app =>
        {
            app.UseAzuSessions();
            app.MapPost("/login/{name}", async (string name, Session<Visitor> session) =>
            {
                await session.SignInAsync(name);
                session.Data = session.Data with { Name = name };
            });
            app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
            app.MapPost("/write", (Session<Visitor> session) => AfterPauseAsync(() => session.Data = session.Data with { A = "late" }));
            app.MapPost("/update", (Session<Visitor> session) => AfterPauseAsync(() => session.Update(d => d with { Count = d.Count + 1 })));
            app.MapPost("/flash", (Session<Visitor> session) => AfterPauseAsync(() => session.Flash.Notice = "late"));
            app.MapPost("/rotate", (Session<Visitor> session) => AfterPauseAsync(session.RotateToken));
            app.MapPost("/touch", (Session<Visitor> session) => AfterPauseAsync(session.Touch));
            app.MapPost("/save", async (Session<Visitor> session) =>
            {
                await PauseAsync();
                session.Data = session.Data with { A = "late" };
                await session.SaveAsync();
            });
            app.MapGet("/", (Session<Visitor> session) => $"{session.Subject}|{session.Data.Name}|{session.Id}");
        });

    /// <summary>Neither the old cookie nor one that the response gave shows anything of the old data, and the store has none of it.</summary>
    private static async Task AssertGoneAsync(TestApp app, HttpClient client, string cookie, HttpResponseMessage response)
    {
        foreach (var presented in (string?[])[cookie, response.CookieValue()])
        {
            if (presented is not null) Assert.StartsWith("||", await client.ReadAsync("/", presented), StringComparison.Ordinal);
        }

        var id = new SessionId(System.Buffers.Text.Base64Url.DecodeFromChars(cookie).AsSpan(5, SessionId.Size));
        Assert.Null(await app.Services.GetRequiredService<SessionManager<Visitor>>().FindAsync(id));
    }

    private async Task AfterPauseAsync(Action change)
    {
        await PauseAsync();
        change();
    }

    private async Task PauseAsync()
    {
        _ = _loaded.ArriveAsync();
        await _signedOut.Everybody;
    }
}
