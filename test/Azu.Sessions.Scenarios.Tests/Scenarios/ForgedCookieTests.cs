using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Builder;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Cookies that somebody made up cost one computation and no look into the store.</summary>
[Trait("Requirement", "R-04")]
public sealed class ForgedCookieTests
{
    private readonly CountingStore _store = new(new MemoryStore(new(), TimeProvider.System));

    [Fact]
    public async Task A_forged_cookie_is_a_visitor_without_one()
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var real = await client.BeginAsync("/begin");
        _store.Reset();
        for (var kind = 0; kind < Forgeries; kind++)
        {
            using var response = await client.GetAsync("/", Forge(real, kind));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("|True", await response.Content.ReadAsStringAsync());
            Assert.Null(response.SetCookie());
        }

        Assert.Equal(0, _store.Total);
        Assert.Equal("x|False", await client.ReadAsync("/", real));
    }

    [Fact]
    [Trait("Requirement", "R-03")]
    public async Task A_hundred_thousand_forged_cookies_never_reach_the_store()
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var real = await client.BeginAsync("/begin");
        _store.Reset();

        // The same middleware, without a network in front.
        var pipeline = new ApplicationBuilder(app.Services);
        pipeline.UseAzuSessions();
        pipeline.Run(context =>
        {
            Assert.True(context.GetSession<Visitor>().IsNew);
            return Task.CompletedTask;
        });
        var run = pipeline.Build();
        var endpoint = new Endpoint(null, new EndpointMetadataCollection(), "page");
        using var scope = app.Services.CreateScope();
        for (var i = 0; i < 100_000; i++)
        {
            var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
            context.SetEndpoint(endpoint);
            context.Request.Headers.Cookie = $"{Wire.CookieName}={Forge(real, i % Forgeries)}";
            await run(context);
            Assert.Equal(0, context.Response.Headers.SetCookie.Count);
        }

        Assert.Equal(0, _store.Total);
        Assert.Equal("x|False", await client.ReadAsync("/", real));
    }

    private const int Forgeries = 6;

    /// <summary>Values of the right form: another session, another secret, another MAC, another key, noise, and nothing but zeros.</summary>
    private static string Forge(string real, int kind)
    {
        var bytes = Base64Url.DecodeFromChars(real);
        switch (kind)
        {
            case 0: RandomNumberGenerator.Fill(bytes.AsSpan(5, 16)); break;
            case 1: RandomNumberGenerator.Fill(bytes.AsSpan(21, 32)); break;
            case 2: RandomNumberGenerator.Fill(bytes.AsSpan(53, 16)); break;
            case 3: RandomNumberGenerator.Fill(bytes.AsSpan(1, 4)); break;
            case 4: RandomNumberGenerator.Fill(bytes.AsSpan(1)); break;
            default: bytes.AsSpan(5).Clear(); break;
        }

        return Base64Url.EncodeToString(bytes);
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(
        builder => builder.Services.AddAzuSessions<Visitor>().UseStore(_store),
        app =>
        {
            app.UseAzuSessions();
            app.MapPost("/begin", (Session<Visitor> session) => session.Data = session.Data with { Name = "x" });
            app.MapGet("/", (Session<Visitor> session) => $"{session.Data.Name}|{session.IsNew}");
        });
}
