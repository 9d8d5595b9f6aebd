using System.Net;
using Azu.Sessions.AspNetCore.Tests;
using Azu.Sessions.Servers;

namespace Azu.Sessions.Redis.Http.Tests.Recovery;

/// <summary>Redis goes, many people go on clicking, and it comes back.</summary>
[Trait("Requirement", "R-95")]
public sealed class RecoveryTests : IAsyncLifetime
{
    private const int Guests = 40;

    private static readonly TimeProvider s_clock = TimeProvider.System;

    private RedisServer _server = null!;
    private FaultProxy _proxy = null!;
    private int _arrived;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _proxy = new(_server.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_Redis_is_down_nobody_waits_for_it(bool isSilent)
    {
        await using var app = await StartAsync(hasCopies: false);
        using var client = app.NewBareClient();
        var cookies = await WelcomeAsync(client);
        await GoDownAsync(app, client, cookies, isSilent);

        var lasts = TimeSpan.FromSeconds(Rounds.Of(3, 30));
        var start = s_clock.GetTimestamp();
        var waits = await Task.WhenAll(cookies.Take(8).Select(cookie => Task.Run(async () =>
        {
            var own = new List<TimeSpan>();
            while (s_clock.GetElapsedTime(start) < lasts)
            {
                var sent = s_clock.GetTimestamp();
                using var answer = await client.GetAsync("/who", cookie);
                own.Add(s_clock.GetElapsedTime(sent));
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                await Task.Delay(1);
            }

            return own;
        })));

        var sorted = waits.SelectMany(w => w).Order().ToArray();
        TimeSpan At(double part) => sorted[(int)((sorted.Length - 1) * part)];
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{sorted.Length} requests, ms: p50 {At(0.5).TotalMilliseconds:0.00} p99 {At(0.99).TotalMilliseconds:0.00} p99.9 {At(0.999).TotalMilliseconds:0.00} max {At(1).TotalMilliseconds:0.0}");
        var resilience = new SessionResilienceOptions();
        Assert.True(At(0.99) < resilience.AttemptTimeout / 4, "Failing is slow.");
        // One request at a time finds out whether Redis is back; of a Redis that says nothing it waits for one attempt, and nobody else does.
        var probes = isSilent ? (int)(s_clock.GetElapsedTime(start) / resilience.CircuitBreaker.BreakDuration) + 1 : 0;
        Assert.InRange(sorted.Count(w => w >= resilience.AttemptTimeout / 2), 0, probes);
        Assert.True(At(1) < resilience.TotalTimeout, "Somebody waited for the deadline.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_Redis_is_back_requests_of_one_session_share_its_loads(bool hasCopies)
    {
        const int Parallel = 16;
        // It takes a moment until everybody has arrived.
        await using var app = await StartAsync(hasCopies, r => (r.AttemptTimeout, r.TotalTimeout) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20)));
        using var client = app.NewBareClient();
        var cookies = await WelcomeAsync(client);
        await GoDownAsync(app, client, cookies, isSilent: false);
        _proxy.Heal();
        // Somebody finds out that it is back.
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await client.GetAsync("/who", cookies[0]);
            return answer.IsSuccessStatusCode;
        });

        await using var monitor = await RedisMonitor.StartAsync(_server);
        // Redis is slow at first: everybody has arrived before anything is answered.
        _arrived = 0;
        var slow = _proxy.Hold("GET");
        var herd = cookies.Skip(1).SelectMany(cookie => Enumerable.Range(0, Parallel).Select(_ => client.GetAsync("/who", cookie))).ToArray();
        await Eventually.HoldsAsync(() => Volatile.Read(ref _arrived) == herd.Length);
        slow.Release();
        foreach (var answer in await Task.WhenAll(herd))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answer.Dispose();
        }

        var loads = monitor.Sent("GET").Where(l => l.Key.StartsWith("s:", StringComparison.Ordinal)).ToArray();
        TestContext.Current.TestOutputHelper!.WriteLine($"{herd.Length} requests of {loads.Length} sessions: {loads.Sum(l => l.Value)} loads, at most {loads.Max(l => l.Value)} of one");
        Assert.Equal(Guests - 1, loads.Length);
        // The one that was under way, and the one that all joined who came after it had begun.
        Assert.All(loads, load => Assert.InRange(load.Value, 1, 2));
    }

    private async Task<TestApp> StartAsync(bool hasCopies, Action<SessionResilienceOptions>? resilience = null)
    {
        var app = await TestApp.StartAsync(
            builder =>
            {
                var sessions = builder.Services.AddAzuSessions<Visitor>().WithResilience(resilience ?? (static _ => { }));
                var address = $"127.0.0.1:{_proxy.Port},abortConnect=false,connectTimeout=1000";
                if (hasCopies) sessions.UseClusteredRedisStore(address, redis: r => r.KeyPrefix = "s:");
                else sessions.UseRedisStore(address, r => r.KeyPrefix = "s:");
            },
            app =>
            {
                app.Use(next => context =>
                {
                    Interlocked.Increment(ref _arrived);
                    return next(context);
                });
                app.UseAzuSessions();
                app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
                app.MapGet("/who", (Session<Visitor> session) => session.Subject).RequireSession();
            });
        if (hasCopies) await Eventually.HoldsAsync(() => app.Services.GetRequiredService<SessionEngine<Visitor>>().Node!.Statistics.IsLeaseHeld);
        return app;
    }

    private static async Task<string[]> WelcomeAsync(HttpClient client)
    {
        var cookies = new string[Guests];
        for (var i = 0; i < Guests; i++) cookies[i] = await client.BeginAsync($"/login/guest{i}");
        return cookies;
    }

    /// <summary>Redis is down, and the application has understood it.</summary>
    private async Task GoDownAsync(TestApp app, HttpClient client, string[] cookies, bool isSilent)
    {
        if (isSilent)
        {
            _proxy.SwallowsRequests = true;
        }
        else
        {
            _proxy.RefusesConnections = true;
            _proxy.CutAll();
        }

        var sessions = app.Services.GetRequiredService<SessionManager<Visitor>>();
        await Eventually.HoldsAsync(async () =>
        {
            foreach (var answer in await Task.WhenAll(cookies.Select(cookie => client.GetAsync("/who", cookie)))) answer.Dispose();
            return (await sessions.GetStatisticsAsync()).Circuit == SessionCircuitState.Open;
        });
    }
}
