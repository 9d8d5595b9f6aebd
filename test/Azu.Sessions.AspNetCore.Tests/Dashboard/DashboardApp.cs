using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>An application with a dashboard under <c>/sessions</c>.</summary>
internal sealed class DashboardApp : IAsyncDisposable
{
    public const string Operator = "ada;operator", Administrator = "grace;operator,administrator", Stranger = "eve;customer";

    private DashboardApp(TestApp app) => (App, Client) = (app, app.NewBareClient());

    public TestApp App { get; }

    public HttpClient Client { get; }

    public SessionManager<Visits> Sessions => App.Services.GetRequiredService<SessionManager<Visits>>();

    /// <param name="store">Chooses the store; null: memory.</param>
    /// <param name="map">Builds the pipeline; null: as the documents show it.</param>
    /// <param name="time">The time; null: the system's.</param>
    /// <param name="dataPolicy">Who may see the structure of data.</param>
    public static async Task<DashboardApp> StartAsync(Action<AzuSessionsBuilder<Visits>>? store = null, Action<WebApplication>? map = null,
        TimeProvider? time = null, string? dataPolicy = "Administrators") => new(await TestApp.StartAsync(
            builder =>
            {
                if (time is not null) builder.Services.AddSingleton(time);
                builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, TestIdentity>("test", null);
                builder.Services.AddAuthorizationBuilder().AddPolicy("Operators", p => p.RequireRole("operator"))
                    .AddPolicy("Administrators", p => p.RequireRole("administrator"));
                var sessions = builder.Services.AddAzuSessions<Visits>(o => o.RecordClient = true).IndexBy("note", d => d.Note);
                if (store is null) sessions.UseMemoryStore();
                else store(sessions);
            },
            map ?? (app =>
            {
                app.UseRouting();
                app.UseAuthentication();
                app.UseAzuSessions();
                app.UseAuthorization();
                app.MapVisits();
                app.MapAzuSessionsDashboard("/sessions", policy: "Operators", managePolicy: "Administrators", dataPolicy: dataPolicy);
            })));

    public async Task<SessionId> NewSessionAsync(string? subject = null, Visits? data = null, SessionClient? client = null) =>
        (await Sessions.CreateAsync(data ?? new(), subject, client)).Session.Id;

    public async Task<(HttpStatusCode Status, JsonNode? Answer)> GetAsync(string path, string? identity = Operator, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sessions/api/{path}");
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return await SendAsync(request, identity);
    }

    /// <summary>As the page of the dashboard sends it.</summary>
    public Task<(HttpStatusCode Status, JsonNode? Answer)> PostAsync(string path, object body, string? identity = Administrator) =>
        PostAsync(path, body, identity, ("X-Azu-Sessions", "1"), ("Sec-Fetch-Site", "same-origin"));

    public async Task<(HttpStatusCode Status, JsonNode? Answer)> PostAsync(string path, object body, string? identity,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/sessions/api/{path}")
        {
            Content = new StringContent(body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8,
                new MediaTypeHeaderValue("application/json")),
        };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request, identity);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }

    private async Task<(HttpStatusCode Status, JsonNode? Answer)> SendAsync(HttpRequestMessage request, string? identity)
    {
        if (identity is not null) request.Headers.Add(TestIdentity.Header, identity);
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }
}
