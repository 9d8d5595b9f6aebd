namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>However much visitors click, using a session is written down once in a while.</summary>
public sealed class TouchCostTests
{
    private const int Visitors = 20;
    private const int Clicks = 500;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    [Fact]
    public Task There_is_at_most_one_touch_in_an_interval_also_of_parallel_requests() =>
        CountAsync((builder, address) => builder.UseRedisStore(address), nodes: 1, lanes: 4);

    [Fact]
    public Task There_is_at_most_one_touch_in_an_interval_on_whichever_nodes_a_session_is_used() =>
        CountAsync((builder, address) => builder.UseRedisStore(address).WithNearCache(c => c.TimeToLive = TimeSpan.FromMinutes(5)), nodes: 3, lanes: 1);

    /// <summary>The session, and its one list.</summary>
    private const int ScriptsOfATouch = 2;

    /// <param name="useStore">Chooses the store.</param>
    /// <param name="nodes">On how many nodes each visitor clicks, one after the other.</param>
    /// <param name="lanes">How many requests of a visitor are under way at the same time.</param>
    private static async Task CountAsync(Action<AzuSessionsBuilder<Visitor>, string> useStore, int nodes, int lanes)
    {
        await using var redis = await RedisServer.StartAsync();
        var secret = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        var apps = new List<TestApp>();
        for (var i = 0; i < nodes; i++)
        {
            apps.Add(await TestApp.StartAsync(
                builder => useStore(builder.Services.AddAzuSessions<Visitor>(o => (o.Secret, o.TouchInterval) = (secret, s_interval)), redis.Configuration),
                app =>
                {
                    app.UseAzuSessions();
                    app.MapPost("/login", (Session<Visitor> session) => session.SignInAsync("ann").AsTask());
                    app.MapGet("/who", (Session<Visitor> session) => session.Subject).RequireSession();
                }));
        }

        var clients = apps.Select(app => app.NewBareClient()).ToArray();
        var cookies = new List<string>();
        for (var i = 0; i < Visitors; i++) cookies.Add(await clients[0].BeginAsync("/login"));

        var start = TimeProvider.System.GetTimestamp();
        var cost = await Cost.OfAsync(redis, () => Task.WhenAll(cookies.SelectMany(cookie => Enumerable.Range(0, lanes).Select(lane => Task.Run(async () =>
        {
            for (var i = lane; i < Clicks; i += lanes) Assert.Equal("ann", await clients[i % nodes].ReadAsync("/who", cookie));
        })))));
        var passed = TimeProvider.System.GetElapsedTime(start);
        foreach (var client in clients) client.Dispose();
        foreach (var app in apps) await app.DisposeAsync();

        var most = Visitors * ((int)(passed / s_interval) + 1);
        TestContext.Current.TestOutputHelper!.WriteLine($"{Visitors * Clicks} requests in {passed.TotalSeconds:0.0} s: {cost.Scripts / ScriptsOfATouch} " +
            $"touches, at most {most} would do");
        Assert.InRange(cost.Scripts, ScriptsOfATouch * Visitors, ScriptsOfATouch * most);
    }
}
