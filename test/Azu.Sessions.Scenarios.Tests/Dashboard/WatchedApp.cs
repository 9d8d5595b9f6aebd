using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Azu.Sessions.Scenarios.Tests.Dashboard;

/// <summary>An application with many sessions, and perhaps with a dashboard.</summary>
internal sealed class WatchedApp : IAsyncDisposable
{
    private readonly TestApp _app;

    private WatchedApp(TestApp app) => (_app, Client) = (app, app.NewBareClient());

    public HttpClient Client { get; }

    public static async Task<WatchedApp> StartAsync(Action<AzuSessionsBuilder<UserSession>> store, bool hasDashboard = true) => new(await TestApp.StartAsync(
        // A million creations on a busy machine: one that takes long is no outage here.
        builder => store(builder.Services.AddAzuSessions<UserSession>().WithResilience(r =>
            (r.AttemptTimeout, r.TotalTimeout) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60)))),
        app =>
        {
            app.UseRouting();
            app.UseAzuSessions();
            app.MapPost("/enter", (Session<UserSession> session) => session.SignInAsync("visitor").AsTask());
            app.MapGet("/read", (Session<UserSession> session) => session.Data.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (hasDashboard) app.MapAzuSessionsDashboard("/sessions");
        }));

    /// <summary>Stores sessions, past the cookie and the keys: only their number matters.</summary>
    public Task FillAsync(int count)
    {
        var store = _app.Services.GetRequiredService<SessionEngine<UserSession>>().Store;
        var now = TimeProvider.System.GetUtcNow();
        return Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
            Assert.True(await store.CreateAsync(SampleRecords.SignedIn(now, $"user{i}"), token)));
    }

    public async Task<JsonNode> GetAsync(string path) => (await Client.GetFromJsonAsync<JsonNode>($"/sessions/api/{path}"))!;

    public async Task<JsonNode> PostAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/sessions/api/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Azu-Sessions", "1");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>How long some requests of a visitor took, in milliseconds.</summary>
    public async Task MeasureAsync(string cookie, int requests, List<double> into)
    {
        for (var i = 0; i < requests; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/read");
            request.Headers.Add("Cookie", cookie);
            var start = Stopwatch.GetTimestamp();
            using var answer = await Client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            into.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    public async Task<string> EnterAsync()
    {
        using var answer = await Client.PostAsync("/enter", null);
        return answer.Headers.GetValues("Set-Cookie").First().Split(';')[0];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    internal sealed record UserSession
    {
        public int Count { get; init; }
    }
}
