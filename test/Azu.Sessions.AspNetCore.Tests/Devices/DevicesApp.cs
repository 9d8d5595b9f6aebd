using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azu.Sessions.Dashboard;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>An application with a page of devices under <c>/account/devices</c>.</summary>
internal sealed partial class DevicesApp : IAsyncDisposable
{
    public const string Page = "/account/devices";
    public const string Desk = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    private DevicesApp(TestApp app) => App = app;

    public TestApp App { get; }

    public SessionManager<Visits> Sessions => App.Services.GetRequiredService<SessionManager<Visits>>();

    /// <param name="page">Sets up the page.</param>
    /// <param name="store">Chooses the store; null: memory.</param>
    /// <param name="options">Sets options of the sessions, after the client is recorded.</param>
    /// <param name="time">The time; null: the system's.</param>
    /// <param name="map">Comes before everything else in the pipeline.</param>
    public static async Task<DevicesApp> StartAsync(Action<DevicesOptions>? page = null, Action<AzuSessionsBuilder<Visits>>? store = null,
        Action<AzuSessionsOptions>? options = null, TimeProvider? time = null, Action<WebApplication>? map = null) => new(await TestApp.StartAsync(
            builder =>
            {
                if (time is not null) builder.Services.AddSingleton(time);
                var sessions = builder.Services.AddAzuSessions<Visits>(o =>
                {
                    o.RecordClient = true;
                    options?.Invoke(o);
                });
                if (store is null) sessions.UseMemoryStore();
                else store(sessions);
            },
            app =>
            {
                map?.Invoke(app);
                app.UseRouting();
                app.UseAzuSessions();
                app.MapPost("/login/{subject}", (string subject, Session<Visits> session) => session.SignInAsync(subject).AsTask());
                app.MapGet("/subject", (Session<Visits> session) => session.Subject ?? "nobody");
                app.MapGet("/flash", (Session<Visits> session) => string.Join(',', session.Flash.Names));
                app.MapAzuDevices(Page, page);
            }));

    /// <summary>Another browser, where the subject has signed in.</summary>
    public async Task<HttpClient> SignInAsync(string subject = "alice", string? userAgent = Desk)
    {
        var browser = App.NewBrowser();
        if (userAgent is not null) browser.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html,*/*;q=0.8");
        using var answer = await browser.PostAsync($"/login/{subject}", null);
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    public async Task<SessionId[]> IdsOfAsync(string subject) =>
        [.. (await Sessions.ListBySubjectAsync(subject).ToListAsync()).OrderBy(s => s.SignedInAt).Select(s => s.Id)];

    /// <summary>The forms of a page: what each is sent to, and its hidden field.</summary>
    public static Dictionary<string, string> FormsOf(string html) =>
        Form().Matches(html).ToDictionary(form => form.Groups["action"].Value, form => form.Groups["proof"].Value);

    /// <summary>Sends the form of the page that ends in that part, as a browser does.</summary>
    public static async Task<(HttpStatusCode Status, string Body, string? Location)> PressAsync(HttpClient browser, string part, string page = Page,
        string? site = "same-origin", string? proof = null)
    {
        var html = await browser.GetStringAsync(page);
        var action = FormsOf(html).Single(form => form.Key.EndsWith(part, StringComparison.Ordinal));
        return await SendAsync(browser, new Uri(new Uri(browser.BaseAddress!, page), action.Key).AbsolutePath, proof ?? action.Value, site);
    }

    public static async Task<(HttpStatusCode Status, string Body, string? Location)> SendAsync(HttpClient browser, string path, string? proof,
        string? site = "same-origin")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(proof is null ? [] : [new("proof", proof)]),
        };
        if (site is not null) request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        using var answer = await browser.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.ToString());
    }

    /// <summary>As a program of the same origin asks.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode? Answer)> AskAsync(HttpClient browser, HttpMethod method, string path,
        string? site = "same-origin")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.ParseAdd("application/json");
        if (method == HttpMethod.Post) request.Headers.Add("X-Azu-Sessions", "1");
        if (site is not null) request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        using var answer = await browser.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]+)\"><input type=\"hidden\" name=\"proof\" value=\"(?<proof>[^\"]+)\">",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
