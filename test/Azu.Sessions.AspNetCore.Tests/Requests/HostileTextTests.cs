using System.Net;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A client cannot write lines into the log, or make metrics grow.</summary>
[Trait("Requirement", "R-91")]
public sealed class HostileTextTests
{
    /// <summary>A second line, a colour of a terminal, a bell, a C1 control character.</summary>
    private const string Hostile = "ann\r\nfail: Azu.Sessions[1] all sessions are lost \u001B[31m\u0007\u009B";

    [Fact]
    public async Task Subjects_user_agents_and_cookies_add_no_line_to_the_log()
    {
        await using var app = await StartAsync(new ReferenceStore(), Hostile);
        using var client = app.NewBareClient();
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/login"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", "browser \u001B[31m");
            request.Headers.TryAddWithoutValidation("Cookie", "_session=\u001B[31m" + new string('A', 80));
            (await client.SendAsync(request)).EnsureSuccessStatusCode().Dispose();
        }

        var ours = app.Sink.Lines.Where(line => line.Contains("Azu.Sessions", StringComparison.Ordinal) || line.StartsWith("metric", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(ours);
        Assert.All(ours, line => Assert.DoesNotContain(line, char.IsControl));
    }

    [Fact]
    public async Task The_message_of_a_failing_store_is_one_line_of_the_log()
    {
        var store = new BrokenStore(Hostile);
        await using var app = await StartAsync(store, "ann");
        using var client = app.NewBareClient();
        var cookie = await client.BeginAsync("/login");
        store.IsBroken = true;
        using (var response = await client.PostAsync("/write?text=x", cookie)) Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var lines = app.Sink.Lines.Where(line =>
            line.Contains("all sessions are lost", StringComparison.Ordinal) && line.Contains("Azu.Sessions[", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.DoesNotContain(line.TrimEnd(), char.IsControl));
    }

    [Fact]
    [Trait("Requirement", "R-72")]
    public async Task No_log_line_trace_or_metric_names_a_subject_a_browser_or_what_a_session_holds()
    {
        await using var app = await StartAsync(new ReferenceStore(), "ann@shop.example");
        using var client = app.NewBareClient();
        using var login = new HttpRequestMessage(HttpMethod.Post, "/login");
        login.Headers.TryAddWithoutValidation("User-Agent", "browser-of-ann");
        using var signedIn = await client.SendAsync(login);
        var cookie = signedIn.CookieValue();
        using var written = await client.PostAsync("/write?text=what-ann-bought", cookie);
        using var gone = await client.PostAsync("/logout", cookie);
        using var late = await client.PostAsync("/write?text=what-ann-bought", cookie);
        var ours = app.Sink.Lines.Where(line =>
            line.Contains("Azu.Sessions", StringComparison.Ordinal) || line.StartsWith("metric azu", StringComparison.Ordinal)
            || line.StartsWith("trace", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ours);
        foreach (var personal in (string[])["ann@shop", "browser-of-ann", "what-ann-bought", "127.0.0.1"]) Assert.All(ours, line =>
            Assert.DoesNotContain(personal, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thousand_clients_make_no_more_series_of_metrics_than_one()
    {
        await using var app = await StartAsync(new ReferenceStore(), subject: null);
        using var client = app.NewBareClient();
        await VisitAsync(client, 0);
        var one = Series(app);
        for (var i = 1; i < 1_000; i++) await VisitAsync(client, i);
        Assert.Equal(one, Series(app));
    }

    /// <summary>A sign-in, a read, a forged cookie and a sign-out.</summary>
    private static async Task VisitAsync(HttpClient client, int number)
    {
        var cookie = await client.BeginAsync($"/login?name=user-{number}");
        using var read = await client.GetAsync("/who", cookie);
        using var forged = await client.GetAsync("/who", cookie[..^1] + (cookie[^1] == 'A' ? 'B' : 'A'));
        using var gone = await client.PostAsync("/logout", cookie);
        using var late = await client.GetAsync("/who", cookie);
    }

    /// <summary>The instruments with their tags, without their values.</summary>
    private static string[] Series(TestApp app) =>
        [.. app.Sink.Lines.Where(line => line.StartsWith("metric azu.", StringComparison.Ordinal)).Select(line => line.Split(' ', 4))
            .Select(part => $"{part[1]} {part[^1]}").Distinct().Order(StringComparer.Ordinal)];

    private static Task<TestApp> StartAsync(ISessionStore store, string? subject) => TestApp.StartAsync(
        builder => builder.Services.AddAzuSessions<Visitor>(o => o.RecordClient = true).UseStore(store).WithResilience(StoreApp.Once),
        app =>
        {
            app.UseAzuSessions();
            app.MapPost("/login", (Session<Visitor> session, string? name) => session.SignInAsync(subject ?? name!).AsTask());
            app.MapGet("/who", (Session<Visitor> session) => session.Subject ?? "nobody");
            app.MapPost("/write", (Session<Visitor> session, string text) => session.Data = session.Data with { Name = text });
            app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
        });

    private sealed class BrokenStore(string message) : ForwardingStore(new ReferenceStore())
    {
        public bool IsBroken { get; set; }

        protected override ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute) =>
            IsBroken ? throw new SessionStoreException(message) : execute(call.CancellationToken);
    }
}
