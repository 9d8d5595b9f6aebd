using System.Net;
using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What the health endpoints of an application tell while its store is down.</summary>
[Trait("Requirement", "R-102")]
public sealed class HealthAnswerTests
{
    [Fact]
    public async Task While_the_store_is_down_the_node_is_alive_and_not_ready_and_tells_a_stranger_no_more()
    {
        var store = new FailingStore(new ReferenceStore());
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddAzuSessions<Visitor>().UseStore(store).WithResilience(StoreApp.Once);
                builder.Services.AddHealthChecks().AddAzuSessions(tags: ["ready"]);
            },
            app =>
            {
                app.UseAzuSessions();
                app.MapHealthChecks("/live", new HealthCheckOptions { Predicate = check => !check.Tags.Contains("ready") });
                app.MapHealthChecks("/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
            });
        using var client = app.NewBareClient();
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(client, "/ready"));
        store.Failing = StoreOperations.All;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await AskAsync(client, "/ready"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(client, "/live"));
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, cookie: null);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
