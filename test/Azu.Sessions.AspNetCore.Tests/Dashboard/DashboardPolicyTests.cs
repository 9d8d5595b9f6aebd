using System.Net;
using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Routing;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Who sees the dashboard, and who ends sessions with it.</summary>
public sealed class DashboardPolicyTests
{
    [Fact]
    public async Task A_caller_without_the_policy_sees_nothing_of_any_endpoint_and_the_api_never_redirects()
    {
        await using var app = await DashboardApp.StartAsync();
        var id = await app.NewSessionAsync("alice");
        var endpoints = app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/sessions", StringComparison.Ordinal)).ToList();
        Assert.Equal(12, endpoints.Count);
        foreach (var endpoint in endpoints)
        {
            var path = endpoint.RoutePattern.RawText!.Replace("{id}", id.ToString(), StringComparison.Ordinal)
                .Replace("{file}", "app.js", StringComparison.Ordinal);
            var method = endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Single();
            foreach (var (identity, expected) in new[] { (null, HttpStatusCode.Unauthorized), (DashboardApp.Stranger, HttpStatusCode.Forbidden) })
            {
                using var request = new HttpRequestMessage(new(method), path);
                if (identity is not null) request.Headers.Add(TestIdentity.Header, identity);
                request.Headers.Add("X-Azu-Sessions", "1");
                request.Headers.Add("Sec-Fetch-Site", "same-origin");
                using var answer = await app.Client.SendAsync(request);
                var isPage = !path.Contains("/api/", StringComparison.Ordinal);
                Assert.Equal((path, isPage && identity is null ? HttpStatusCode.Redirect : expected), (path, answer.StatusCode));
                Assert.DoesNotContain("alice", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_dashboard_without_a_policy_does_not_start_outside_development()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync("Production", app => app.MapAzuSessionsDashboard("/sessions")));
        Assert.Contains("policy: \"Operators\"", refusal.Message, StringComparison.Ordinal);
        await StartAsync("Development", app => app.MapAzuSessionsDashboard("/sessions"));
    }

    [Fact]
    public async Task A_policy_that_the_application_does_not_have_is_named_when_mapping()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            StartAsync("Production", app => app.MapAzuSessionsDashboard("/sessions", "Nobody")));
        Assert.Contains("AddAuthorization", refusal.Message, StringComparison.Ordinal);
        await using var app = await DashboardApp.StartAsync();
        refusal = Assert.Throws<InvalidOperationException>(() => app.App.App.MapAzuSessionsDashboard("/more", "Operators", "Misspelt"));
        Assert.Contains("'Misspelt'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_holds_wherever_the_middleware_stands()
    {
        Action<WebApplication>[] pipelines =
        [
            app => { },
            app => app.UseAzuSessions(),
            app => app.UseAuthentication().UseAzuSessions(),
            app => app.UseAzuSessions().UseAuthentication(),
        ];
        foreach (var pipeline in pipelines)
        {
            await using var app = await DashboardApp.StartAsync(map: app =>
            {
                app.UseRouting();
                pipeline(app);
                app.MapAzuSessionsDashboard("/sessions", policy: "Operators");
            });
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("overview", identity: null)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync("overview", DashboardApp.Stranger)).Status);
            Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("overview")).Status);
        }
    }

    [Fact]
    public async Task A_read_only_operator_changes_nothing()
    {
        await using var app = await DashboardApp.StartAsync();
        var id = await app.NewSessionAsync("alice");
        foreach (var body in new object[] { new { ids = new[] { id } }, new { subject = "alice" }, new { all = true, confirm = nameof(Visits) } })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await app.PostAsync("end", body, DashboardApp.Operator)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await app.PostAsync("end/preview", body, DashboardApp.Operator)).Status);
        }

        Assert.NotNull(await app.Sessions.FindAsync(id));
        Assert.False((bool)(await app.GetAsync("overview")).Answer!["mayManage"]!);
        Assert.True((bool)(await app.GetAsync("overview", DashboardApp.Administrator)).Answer!["mayManage"]!);
    }

    [Fact]
    public async Task Data_are_shown_to_callers_with_a_policy_of_their_own_and_masked()
    {
        await using var app = await DashboardApp.StartAsync();
        var id = await app.NewSessionAsync(data: new() { Count = 4711, Note = "a secret note" });
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync($"sessions/{id}/data")).Status);
        var (status, answer) = await app.GetAsync($"sessions/{id}/data", DashboardApp.Administrator);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("text of 13", answer!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("4711", answer.ToJsonString(), StringComparison.Ordinal);

        await using var without = await DashboardApp.StartAsync(dataPolicy: null);
        id = await without.NewSessionAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await without.GetAsync($"sessions/{id}/data", DashboardApp.Administrator)).Status);
    }

    [Fact]
    public async Task An_operator_whose_session_cannot_be_read_is_told_of_the_outage_and_not_signed_out()
    {
        var store = new StoreThatStops();
        await using var app = await DashboardApp.StartAsync(s => s.UseStore(store).WithResilience(StoreApp.Once), app =>
        {
            app.UseRouting();
            app.UseAzuSessions();
            app.MapAzuSessionsDashboard("/sessions", policy: "Ada");
        });
        var ada = app.Sessions.CreateCookie((await app.Sessions.CreateAsync(new(), "ada")).Token).Split(';')[0];
        var eve = app.Sessions.CreateCookie((await app.Sessions.CreateAsync(new(), "eve")).Token).Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("now", identity: null, ada)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("now", identity: null, eve)).Status);
        store.IsDown = true;
        foreach (var cookie in new[] { ada, eve })
        {
            var (status, answer) = await app.GetAsync("now", identity: null, cookie);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "store"), (status, (string?)answer!["error"]));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("now", identity: null)).Status);
    }

    [Fact]
    public async Task An_open_stream_ends_within_a_minute_so_that_a_caller_who_lost_the_policy_sees_no_more()
    {
        var time = new ManualTimeProvider();
        await using var app = await DashboardApp.StartAsync(time: time);
        var idle = time.ArmedTimers;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sessions/api/events");
        request.Headers.Add(TestIdentity.Header, DashboardApp.Operator);
        using var answer = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var reading = answer.Content.ReadAsStringAsync();
        for (var passed = TimeSpan.Zero; !reading.IsCompleted; passed += TimeSpan.FromSeconds(1))
        {
            Assert.True(passed < TimeSpan.FromMinutes(30), "The stream does not end.");
            time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.HoldsAsync(() => reading.IsCompleted || time.ArmedTimers > idle);
        }

        var events = (await reading).Split("event: now").Length - 1;
        Assert.InRange(events, 1, 31);
    }

    private sealed class StoreThatStops : ReferenceStore
    {
        public bool IsDown { get; set; }

        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
            IsDown ? throw new SessionStoreException("down") : base.FindAsync(id, cancellationToken);
    }

    private static async Task StartAsync(string environment, Action<WebApplication> map)
    {
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddAzuSessions<Visits>().UseMemoryStore(), map, environment);
    }
}
