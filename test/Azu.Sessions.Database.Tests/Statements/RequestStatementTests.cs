using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Database.Tests;

/// <summary>What a request over HTTP costs the database, as the server counts it.</summary>
[Trait("Requirement", "R-73")]
public sealed class RequestStatementTests
{
    [Fact]
    public async Task A_read_is_one_statement_a_write_a_second_and_a_visitor_without_a_session_none()
    {
        await using var counted = await CountedStore.StartAsync();
        await using var app = await StartAsync(b => b.UseStore(counted.Store));
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var visitor = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        using var stranger = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        using var liar = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        liar.DefaultRequestHeaders.Add("Cookie", "_session=" + new string('A', 92));

        await visitor.PostAsync("/add", null, TestContext.Current.CancellationToken);
        Assert.Equal(1, await counted.DuringAsync(_ => GetAsync(visitor, "1")));
        Assert.Equal(2, await counted.DuringAsync(async _ => (await visitor.PostAsync("/add", null)).EnsureSuccessStatusCode()));
        Assert.Equal(1, await counted.DuringAsync(_ => GetAsync(visitor, "2")));
        Assert.Equal(0, await counted.DuringAsync(_ => GetAsync(stranger, "0")));
        Assert.Equal(0, await counted.DuringAsync(_ => GetAsync(liar, "0")));
    }

    /// <summary>Without an echo in between: they are rare where the bound is long.</summary>
    [Fact]
    public async Task With_copies_a_read_is_no_statement_and_a_write_one()
    {
        await using var counted = await CountedStore.StartAsync();
        await using var app = await StartAsync(b =>
            b.UseStore(counted.Store).WithNearCache(c => (c.MaxRevocationLag, c.TimeToLive) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5))));
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var visitor = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        var sessions = app.Services.GetRequiredService<SessionManager<Counter>>();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await sessions.GetStatisticsAsync(TestContext.Current.CancellationToken)).NearCache!.IsLeaseHeld != true)
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);

        await visitor.PostAsync("/add", null, TestContext.Current.CancellationToken);
        Assert.Equal(0, await counted.DuringAsync(_ => GetAsync(visitor, "1")));
        Assert.Equal(1, await counted.DuringAsync(async _ => (await visitor.PostAsync("/add", null)).EnsureSuccessStatusCode()));
        Assert.Equal(0, await counted.DuringAsync(_ => GetAsync(visitor, "2")));
        // A test of the test beside this one.
        Assert.NotEqual(0, await counted.NotificationsAsync());
    }

    /// <summary>The first visitor is one of an application without a near cache.</summary>
    [Fact]
    public async Task Copies_that_end_in_time_cost_no_statement_and_announce_nothing()
    {
        await using var plain = await CountedStore.StartAsync();
        await using var cached = await CountedStore.StartAsync();
        await using var plainApp = await StartAsync(b => b.UseStore(plain.Store));
        await using var cachedApp = await StartAsync(b => b.UseStore(cached.Store).WithNearCache());
        var counts = new List<long[]>();
        foreach (var (app, counted) in new[] { (plainApp, plain), (cachedApp, cached) })
        {
            var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            using var visitor = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
            await visitor.PostAsync("/add", null, TestContext.Current.CancellationToken);
            // The client has just written, so it reads past the copies: each of its requests costs what it costs without them.
            counts.Add([
                await counted.DuringAsync(_ => GetAsync(visitor, "1")),
                await counted.DuringAsync(async _ => (await visitor.PostAsync("/add", null)).EnsureSuccessStatusCode()),
                await counted.DuringAsync(async _ => (await visitor.PostAsync("/end", null)).EnsureSuccessStatusCode()),
            ]);
            Assert.Equal(0, await counted.NotificationsAsync());
        }

        Assert.Equal(counts[0], counts[1]);
        var statistics = await cachedApp.Services.GetRequiredService<SessionManager<Counter>>().GetStatisticsAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(statistics.NearCache);
    }

    private static async Task GetAsync(HttpClient client, string expected) => Assert.Equal(expected, await client.GetStringAsync("/"));

    private static async Task<WebApplication> StartAsync(Action<AzuSessionsBuilder<Counter>> useStore)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        useStore(builder.Services.AddAzuSessions<Counter>());
        var app = builder.Build();
        app.UseAzuSessions();
        app.MapGet("/", (Session<Counter> session) => session.Data.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        app.MapPost("/add", (Session<Counter> session) => session.Update(c => c with { Value = c.Value + 1 }));
        app.MapPost("/end", (Session<Counter> session) => session.SignOutAsync().AsTask());
        await app.StartAsync();
        return app;
    }

    public sealed record Counter
    {
        public int Value { get; init; }
    }
}
