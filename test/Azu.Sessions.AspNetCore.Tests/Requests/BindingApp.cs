using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.HttpOverrides;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>An application behind a proxy, whose clients say where they come from and what they are.</summary>
internal sealed class BindingApp : IAsyncDisposable
{
    public const string Chrome = "Mozilla/5.0 (X11; Linux x86_64) Chrome/131", Firefox = "Mozilla/5.0 (X11; Linux x86_64) Firefox/133";

    private readonly TestApp _app;
    private readonly HttpClient _client;

    private BindingApp(TestApp app, Rejections rejections) => (_app, _client, Rejected) = (app, app.NewBareClient(), rejections);

    public SessionManager<Visitor> Sessions => _app.Services.GetRequiredService<SessionManager<Visitor>>();

    /// <summary>What the application was told of refused sessions.</summary>
    public Rejections Rejected { get; }

    public static async Task<BindingApp> StartAsync(
        Action<SessionBindingOptions> bind, Action<AzuSessionsOptions>? options = null, Action<AzuSessionsBuilder<Visitor>>? build = null,
            bool trustsProxy = true)
    {
        var app = await TestApp.StartAsync(
            builder =>
            {
                var sessions = builder.Services.AddAzuSessions<Visitor>(options).WithClientBinding(bind).AddEvents<Rejections>();
                if (build is null) sessions.UseMemoryStore();
                else build(sessions);
            },
            app =>
            {
                if (trustsProxy) app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
                app.UseAzuSessions();
                app.MapGet("/be/{name}", (string name, Session<Visitor> session) => session.Update(v => v with { Name = name }));
                app.MapGet("/sign-in/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
                app.MapGet("/who", (Session<Visitor> session) => session.Data.Name ?? session.Subject ?? "nobody");
            });
        return new(app, (Rejections)app.Services.GetRequiredService<SessionEvents<Visitor>>());
    }

    /// <summary>A request of a client: its address as the proxy says it, and its user agent; null: not said.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, string? cookie, string? address = "192.0.2.10", string? agent = Chrome)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (address is not null) request.Headers.Add("X-Forwarded-For", address);
        if (agent is not null) request.Headers.TryAddWithoutValidation("User-Agent", agent);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Begins a session from a client, and returns its cookie.</summary>
    public async Task<string> BeginAsync(string? address = "192.0.2.10", string? agent = Chrome)
    {
        using var response = await GetAsync("/be/ada", null, address, agent);
        response.EnsureSuccessStatusCode();
        return Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    /// <summary>Whom the application takes the client for.</summary>
    public async Task<string> WhoAsync(string cookie, string? address = "192.0.2.10", string? agent = Chrome)
    {
        using var response = await GetAsync("/who", cookie, address, agent);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    public sealed class Rejections : SessionEvents<Visitor>
    {
        private readonly List<SessionEndReason> _reasons = [];

        public IReadOnlyList<SessionEndReason> Reasons => _reasons;

        public override ValueTask OnRejected(SessionSnapshot<Visitor> session, SessionEndReason reason)
        {
            lock (_reasons) _reasons.Add(reason);
            return default;
        }
    }
}
