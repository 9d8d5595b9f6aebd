using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What an application can ask of its endpoints and of its health checks.</summary>
public sealed class HttpStartupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServeStale_as_the_applications_choice_holds_for_endpoints_that_require_nothing()
    {
        var server = new SharedServer();
        await using var node = await WebNode.StartAsync(server, o => o.OnStoreFailure = StoreFailureMode.ServeStale);
        using var browser = new Browser();
        await browser.PostAsync(node, "/login/ann");
        server.IsDown = true;
        node.Store.Backplane.Listener!.Interrupted();
        Assert.Equal("ann|0|Stale", await browser.ReadAsync(node, "/"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await browser.StatusAsync(node, "/account"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await browser.StatusAsync(node, "/count", isPost: true));
    }

    [Fact]
    public async Task An_attribute_says_the_same_as_the_call()
    {
        var server = new SharedServer();
        await using var node = await WebNode.StartAsync(server, map: app =>
            app.MapGet("/attribute", [RequireFreshSession] (Session<Visitor> session) => session.Data.Count), cluster: c =>
            c.MaxRevocationLag = TimeSpan.FromMinutes(1));
        using var browser = new Browser();
        await browser.PostAsync(node, "/login/ann");
        await browser.ReadAsync(node, "/");
        // What the node has a copy of is not what the store says.
        lock (server.Data.Lock) server.Data.Records.Clear();
        Assert.Equal("ann|0|Durable", await browser.ReadAsync(node, "/"));
        Assert.Equal("0", await browser.ReadAsync(node, "/attribute"));
        Assert.Equal("|0|Durable", await browser.ReadAsync(node, "/"));
    }

    [Fact]
    public async Task An_endpoint_cannot_serve_what_nobody_keeps()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Services.AddAzuSessions<Visitor>().UsePreset(SessionPreset.Testing).UseMemoryStore();
        await using var app = builder.Build();
        app.MapGet("/", () => "").WithSession(onStoreFailure: StoreFailureMode.ServeStale);
        var endpoint = ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).Single();
        var refused = Assert.Throws<InvalidOperationException>(() =>
            SessionPlan.Of(endpoint, [.. app.Services.GetServices<ISessionLoader>()], new SessionSchemes(app.Services)));
        Assert.Contains("no near cache", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-102")]
    public async Task Health_names_the_type_whose_store_is_down_and_the_node()
    {
        var server = new SharedServer();
        await using var node = await WebNode.StartAsync(server, cluster: c => c.NodeId = "web-7");
        var check = new SessionHealthCheck(node.Services.GetServices<ISessionHealth>());
        var context = new HealthCheckContext { Registration = new("sessions", check, HealthStatus.Degraded, null) };
        var healthy = await check.CheckHealthAsync(context, Token);
        Assert.Equal(HealthStatus.Healthy, healthy.Status);
        Assert.Equal(("web-7", true, "Closed"), (healthy.Data["Visitor.node"], healthy.Data["Visitor.lease"], healthy.Data["Visitor.circuit.find"]));
        server.IsDown = true;
        var down = await check.CheckHealthAsync(context, Token);
        // What it means that the store is down is the application's choice.
        Assert.Equal(HealthStatus.Degraded, down.Status);
        Assert.Contains("Visitor", down.Description, StringComparison.Ordinal);
        Assert.IsAssignableFrom<SessionStoreException>(down.Exception);
    }

    [Fact]
    public async Task Sessions_in_memory_and_in_cookies_are_healthy()
    {
        foreach (var choose in new Action<AzuSessionsBuilder<Visitor>>[] { b => b.UseMemoryStore(), b => b.UseCookieStore() })
        {
            var services = new ServiceCollection().AddLogging();
            choose(services.AddAzuSessions<Visitor>().UsePreset(SessionPreset.Testing));
            services.AddHealthChecks().AddAzuSessions();
            await using var provider = services.BuildServiceProvider();
            Assert.Equal(HealthStatus.Healthy, (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Status);
        }
    }

    [Fact]
    public async Task The_list_of_revocations_is_what_a_cookie_store_depends_on()
    {
        var server = new SharedServer();
        var services = new ServiceCollection().AddLogging();
        services.AddAzuSessions<Visitor>().UsePreset(SessionPreset.Testing).UseCookieStore(c => c.RevokeIn(new AnnouncingStore(server, TimeProvider.System)));
        services.AddHealthChecks().AddAzuSessions();
        await using var provider = services.BuildServiceProvider();
        var health = provider.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Token)).Status);
        server.IsDown = true;
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(Token)).Status);
    }
}
