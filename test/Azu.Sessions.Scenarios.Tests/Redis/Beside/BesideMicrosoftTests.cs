using System.Net;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>Sessions in an application that already keeps its cache, its keys and its hub's messages in Redis.</summary>
public sealed class BesideMicrosoftTests
{
    [Theory]
    [InlineData("resp2", true, false)]
    [InlineData("resp2", true, true)]
    [InlineData("resp3", true, false)]
    [InlineData("resp3", true, true)]
    [InlineData("resp3", false, true)]
    public async Task Sessions_cache_keys_and_hub_work_beside_each_other(string protocol, bool isShared, bool isLeased)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var nodes = await SharedNodes.StartAsync(redis, $",protocol={protocol},name=app", isShared, isLeased);
        var (one, other) = (nodes.Apps[0], nodes.Apps[1]);
        using var toOne = one.NewBareClient();
        using var toOther = other.NewBareClient();
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(other.Address, "/news")).Build();
        var heard = new SemaphoreSlim(0);
        using var listening = hub.On("news", () => { heard.Release(); });
        await hub.StartAsync(TestContext.Current.CancellationToken);

        var cookie = await toOne.BeginAsync("/login/ann");
        using (var cached = await toOne.PostAsync("/cache/hello", cookie: null)) Assert.Equal(HttpStatusCode.OK, cached.StatusCode);
        Assert.NotEmpty(await toOne.ReadAsync("/seal", cookie: null));
        await Eventually.HoldsAsync(async () => await toOther.ReadAsync("/who", cookie) == "ann" && SharedNodes.Copies(other).Hits > 0);

        // A copy on the other node ends with the sign-out, and the hub's messages still arrive.
        await SayAsync();
        using (var signedOut = await toOne.PostAsync("/logout", cookie)) Assert.Equal(HttpStatusCode.OK, signedOut.StatusCode);
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await toOther.GetAsync("/who", cookie);
            return answer.StatusCode == HttpStatusCode.Unauthorized;
        });

        // Clearing the sessions leaves what the others keep.
        await toOne.BeginAsync("/login/bob");
        Assert.Equal(1, await one.Services.GetRequiredService<SessionManager<Visitor>>().ClearAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("hello", await toOther.ReadAsync("/cache", cookie: null));
        Assert.Equal(["shop:cache:greeting", "shop:keys"], (await KeysAsync(redis)).Where(key => !key.StartsWith("shop:session:", StringComparison.Ordinal)));
        await SayAsync();
        Assert.IsAssignableFrom<RedisCache>(one.Services.GetRequiredService<IDistributedCache>());

        // One connection for commands and one for messages on each node: nothing opens another.
        if (isShared) Assert.InRange(await ConnectionsAsync(redis), nodes.Apps.Count, 2 * nodes.Apps.Count);

        async Task SayAsync()
        {
            await one.Services.GetRequiredService<IHubContext<NewsHub>>().Clients.All.SendAsync("news", TestContext.Current.CancellationToken);
            Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "The hub's message did not arrive.");
        }
    }

    /// <summary>Microsoft's cache and hub close the connection that they were given when they are disposed.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_application_that_stops_reports_no_failure_of_its_sessions(bool isLeased)
    {
        await using var redis = await RedisServer.StartAsync();
        var nodes = await SharedNodes.StartAsync(redis, ",name=app", isShared: true, isLeased);
        using var client = nodes.Apps[0].NewBareClient();
        await client.BeginAsync("/login/ann");
        Assert.Equal("none", await client.ReadAsync("/cache", cookie: null));
        await nodes.DisposeAsync();
        Assert.DoesNotContain(nodes.Apps[0].Sink.Lines, line => IsTrouble(line) && line.Contains("Azu.Sessions", StringComparison.Ordinal));

        static bool IsTrouble(string line) => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_use_the_registered_connection_and_leave_it_open()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis.Configuration + ",name=app");
        await using (var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<IConnectionMultiplexer>(multiplexer);
                builder.Services.AddAzuSessions<Visitor>().UseRedisStore();
            },
            Map))
        {
            using var client = app.NewBareClient();
            var cookie = await client.BeginAsync("/login/ann");
            Assert.Equal("ann", await client.ReadAsync("/who", cookie));
            Assert.All(await KeysAsync(redis), key => Assert.StartsWith("azu:session:", key, StringComparison.Ordinal));
        }

        Assert.Equal("PONG", (string?)await multiplexer.GetDatabase().ExecuteAsync("PING"));
    }

    [Fact]
    public async Task An_application_that_registers_no_connection_learns_so_at_the_start()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TestApp.StartAsync(builder => builder.Services.AddAzuSessions<Visitor>().UseRedisStore(), Map));
        Assert.Contains("AddSingleton<IConnectionMultiplexer>", refused.Message, StringComparison.Ordinal);
    }

    private static void Map(WebApplication app)
    {
        app.UseAzuSessions();
        app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
        app.MapGet("/who", (Session<Visitor> session) => session.Subject).RequireSession();
    }

    private static async Task<string[]> KeysAsync(RedisServer redis) =>
        [.. ((object?[])(await redis.AskAsync("KEYS", "*"))!).Cast<string>().Order(StringComparer.Ordinal)];

    private static async Task<int> ConnectionsAsync(RedisServer redis) =>
        ((string)(await redis.AskAsync("CLIENT", "LIST"))!).Split('\n').Count(line => line.Contains(" name=app ", StringComparison.Ordinal));
}
