using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>
/// A real store takes no writes for a while. Strangers go on writing, fifty a second; members go on reading, and some of them sign out. The application has
/// the resilience that every application has by default.
/// </summary>
internal static class RefusedWrites
{
    private const int Members = 24;

    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(Tier.Of(6, 60));

    /// <param name="useStore">Chooses the store.</param>
    /// <param name="refuse">From now on the store takes no writes.</param>
    /// <param name="accept">From now on it does again.</param>
    /// <param name="canRemove">Whether a store in this state removes; null: nobody can tell.</param>
    public static async Task ShowAsync(Action<AzuSessionsBuilder<Visitor>> useStore, Func<Task> refuse, Func<Task> accept, bool? canRemove)
    {
        await using var app = await TestApp.StartAsync(builder => useStore(builder.Services.AddAzuSessions<Visitor>()), Map);
        using var client = app.NewBareClient();
        var members = new List<string>();
        for (var i = 0; i < Members; i++) members.Add(await client.BeginAsync($"/login/member-{i}"));
        await refuse();
        try
        {
            // What a page at the beginning of the outage waits for is bounded by the deadlines; from then on nothing waits.
            using var over = new CancellationTokenSource(s_duration);
            var writes = StrangersWriteAsync(client, over.Token);
            var reads = ReadAsync(client, members.Skip(Members / 2).ToList(), over.Token);
            var signedOut = await SignOutAsync(client, members.Take(Members / 2).ToList());
            var (writing, reading) = (await writes, await reads);
            Assert.All(writing, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
            if (canRemove is { } can) Assert.All(signedOut, status => Assert.Equal(can ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, status));
            AssertFlat("read", reading);
            AssertFlat("write", writing);
        }
        finally
        {
            await accept();
        }

        foreach (var cookie in members.Take(Members / 2))
        {
            await Eventually.HoldsAsync(async () =>
            {
                using var answer = await client.GetAsync("/who", cookie);
                return answer.StatusCode == HttpStatusCode.Unauthorized;
            });
        }

        foreach (var (cookie, i) in members.Select((cookie, i) => (cookie, i)).Skip(Members / 2)) Assert.Equal($"member-{i}",
            await client.ReadAsync("/who", cookie));
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await client.PostAsync("/visit", cookie: null);
            return answer.StatusCode == HttpStatusCode.OK;
        });
        var sessions = app.Services.GetRequiredService<SessionManager<Visitor>>();
        await Eventually.HoldsAsync(async () => (await sessions.GetStatisticsAsync()).PendingRemovals == 0);
    }

    private static void Map(WebApplication app)
    {
        app.UseAzuSessions();
        app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
        app.MapPost("/visit", (Session<Visitor> session) => session.Update(v => v with { Count = v.Count + 1 }));
        app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
        app.MapGet("/who", (Session<Visitor> session) => session.Subject).RequireSignIn();
    }

    private static async Task<IReadOnlyList<Answer>> StrangersWriteAsync(HttpClient client, CancellationToken over)
    {
        var answers = new ConcurrentQueue<Answer>();
        var visits = new List<Task>();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!over.IsCancellationRequested)
        {
            await beat.WaitForNextTickAsync(CancellationToken.None);
            visits.Add(AskAsync(() => client.PostAsync("/visit", cookie: null), answers));
        }

        await Task.WhenAll(visits);
        return [.. answers];
    }

    private static async Task<IReadOnlyList<Answer>> ReadAsync(HttpClient client, List<string> members, CancellationToken over)
    {
        var answers = new ConcurrentQueue<Answer>();
        while (!over.IsCancellationRequested)
        {
            foreach (var cookie in members) await AskAsync(() => client.GetAsync("/who", cookie), answers);
            await Task.Delay(5, CancellationToken.None);
        }

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        return [.. answers];
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> SignOutAsync(HttpClient client, List<string> members)
    {
        var answers = new List<HttpStatusCode>();
        foreach (var cookie in members)
        {
            using var answer = await client.PostAsync("/logout", cookie);
            Assert.Equal("", answer.CookieValue());
            answers.Add(answer.StatusCode);
            await Task.Delay(s_duration / (2 * Members), CancellationToken.None);
        }

        Assert.NotEmpty(answers);
        return answers;
    }

    private static async Task AskAsync(Func<Task<HttpResponseMessage>> ask, ConcurrentQueue<Answer> answers)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await ask();
        answers.Enqueue(new(answer.StatusCode, Stopwatch.GetElapsedTime(started)));
    }

    /// <summary>Most answers come at once: a few wait for a deadline, because each break one call has to find out.</summary>
    private static void AssertFlat(string what, IReadOnlyList<Answer> answers)
    {
        var times = answers.Skip(answers.Count / 2).Select(a => a.Time).Order().ToList();
        var (median, high) = (times[times.Count / 2], times[times.Count * 9 / 10]);
        TestContext.Current.TestOutputHelper!.WriteLine($"{what}: {answers.Count} answers, median {median.TotalMilliseconds:0.0} ms, nine of ten within " +
            $"{high.TotalMilliseconds:0.0} ms, longest {times[^1].TotalMilliseconds:0} ms");
        Assert.True(high < TimeSpan.FromMilliseconds(500), $"One {what} in ten took longer than {high.TotalMilliseconds:0} ms.");
    }

    private readonly record struct Answer(HttpStatusCode Status, TimeSpan Time);
}
