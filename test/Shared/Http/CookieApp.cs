namespace Azu.Sessions.TestSupport;

/// <summary>An application whose sessions are in cookies, under a clock of the test's own.</summary>
internal static class CookieApp
{
    public static Task<TestApp> StartAsync(
        ManualTimeProvider? time = null, Action<AzuSessionsOptions>? options = null, Action<AzuSessionsBuilder<Notes>>? sessions = null,
            Action<CookieStoreOptions>? store = null) =>
        TestApp.StartAsync(
            builder =>
            {
                if (time is not null) builder.Services.AddSingleton<TimeProvider>(time);
                var added = builder.Services.AddAzuSessions<Notes>(options).UseCookieStore(store);
                sessions?.Invoke(added);
            },
            app =>
            {
                app.UseAzuSessions();
                app.MapGet("/", (Session<Notes> session) => $"{session.Subject}:{session.Data.Text}");
                app.MapGet("/mine", (Session<Notes> session) => session.Subject).RequireSignIn();
                app.MapPost("/write/{text}", (string text, Session<Notes> session) => session.Update(d => d with { Text = text }));
                app.MapPost("/fill/{bytes:int}", (int bytes, Session<Notes> session) => session.Update(d => d with { Text = Filling(bytes) }));
                app.MapPost("/login/{name}", (string name, Session<Notes> session) => session.SignInAsync(name).AsTask());
                app.MapPost("/logout", (Session<Notes> session) => session.SignOutAsync().AsTask());
                app.MapPost("/everywhere", (Session<Notes> session) => session.SignOutEverywhereAsync().AsTask());
                app.MapPost("/revoke/{name}", (string name, SessionManager<Notes> manager) => manager.RevokeSubjectAsync(name).AsTask());
            });

    /// <summary>Text that no compression makes smaller.</summary>
    public static string Filling(int bytes)
    {
        var random = new Random(bytes);
        return string.Create(bytes, random, static (span, r) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = (char)('a' + r.Next(26));
        });
    }

    /// <summary>The <c>name=value</c> pairs that a response sets, removals left out.</summary>
    public static string[] CookiesOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? [.. cookies.Where(c => !c.Contains("max-age=0", StringComparison.Ordinal)).Select(c => c.Split(';')[0])]
            : [];

    public static async Task<(HttpResponseMessage Response, string Body)> SendAsync(HttpClient client, HttpMethod method, string path, params string[] cookies)
    {
        using var request = new HttpRequestMessage(method, path);
        if (cookies.Length > 0) request.Headers.Add("Cookie", string.Join("; ", cookies));
        var response = await client.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }
}

internal sealed record Notes
{
    public string? Text { get; init; }
}
