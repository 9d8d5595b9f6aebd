using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Redis.Tests;

/// <summary>
/// Connections break while they are being established, at any point of it. A client that waits for good then, or calls itself connected and sends
/// nothing, would keep its node from the sessions until a restart.
/// </summary>
public sealed class BreakTests
{
    /// <summary>How many applications are broken side by side.</summary>
    private const int Apps = 10;

    // In the default tier other tests use the machine too. The 5 s that the documents name are measured in the soak tier.
    private static readonly TimeSpan s_served = TimeSpan.FromSeconds(Tier.Of(12, 5));

    // What the client asks while it connects, in the answers of the server.
    private static readonly string[] s_greetings = ["redis_version", "+OK", "databases", "slave-read-only", "role:master", "proto", "psubscribe"];

    private static int Breaks => Tier.IsSoak ? 2_000 : 100;

    [Theory]
    [InlineData("resp2")]
    [InlineData("resp3")]
    public async Task A_node_is_served_again_after_a_break_in_the_midst_of_the_greeting(string protocol)
    {
        await using var redis = await RedisServer.StartAsync();
        var longest = await Task.WhenAll(Enumerable.Range(0, Apps).Select(i => Task.Run(() => BreakAsync(redis, protocol, new Random(i)))));
        TestContext.Current.TestOutputHelper!.WriteLine($"{Breaks} breaks, served again after {longest.Max().TotalSeconds:0.0} s at the latest");
    }

    [Fact]
    public async Task With_a_Sentinel_a_node_is_served_again_after_its_connections_were_killed_at_any_moment()
    {
        await using var redis = await RedisReplication.StartAsync();
        // The client blocks threads while it asks a Sentinel: many in one process would wait for each other.
        await KillAsync(redis.SentinelConfiguration, [redis.Primary], apps: 2);
    }

    [Fact]
    public async Task On_a_cluster_a_node_is_served_again_after_its_connections_were_killed_at_any_moment()
    {
        await using var redis = await RedisCluster.StartAsync();
        await KillAsync(redis.Configuration, [.. redis.Servers], Apps);
    }

    private static async Task<TimeSpan> BreakAsync(RedisServer redis, string protocol, Random random)
    {
        await using var proxy = new FaultProxy(redis.Port);
        await using var app = await App.StartAsync(b =>
            b.UseRedisStore($"127.0.0.1:{proxy.Port},protocol={protocol}", r => r.KeyPrefix = Stores.NewPrefix()).WithNearCache(App.Leased));
        await Eventually.HoldsAsync(app.WorksAsync);
        var longest = TimeSpan.Zero;
        for (var round = 0; round < Breaks / Apps; round++)
        {
            var how = random.Next(3);
            var greeting = s_greetings[random.Next(s_greetings.Length)];
            var at = random.Next(200);
            if (how == 0) proxy.CutsRepliesAfter = at;
            var held = how == 1 ? proxy.HoldReply(greeting) : null;
            proxy.CutAll();
            // As long as a greeting takes, more or less: the moment is what is varied.
            await Task.Delay(random.Next(60));
            if (how == 2) proxy.CutAll();
            held?.Release();
            proxy.CutsRepliesAfter = null;
            if (how == 1) proxy.CutAll();
            longest = await ServedAsync(app, longest, $"round {round}: {how} {greeting} {at}");
        }

        return longest;
    }

    private static async Task KillAsync(string address, RedisServer[] servers, int apps)
    {
        var random = new Random(1);
        var nodes = new List<App>();
        for (var i = 0; i < apps; i++) nodes.Add(await App.StartAsync(b =>
            b.UseRedisStore(address, r => r.KeyPrefix = Stores.NewPrefix()).WithNearCache(App.Leased)));
        foreach (var app in nodes) await Eventually.HoldsAsync(app.WorksAsync);
        var longest = TimeSpan.Zero;
        for (var round = 0; round < Breaks / apps; round++)
        {
            for (var blow = random.Next(1, 5); blow > 0; blow--)
            {
                foreach (var server in servers)
                {
                    await server.AskAsync("CLIENT", "KILL", "TYPE", "normal");
                    await server.AskAsync("CLIENT", "KILL", "TYPE", "pubsub");
                }

                await Task.Delay(random.Next(30));
            }

            longest = (await Task.WhenAll(nodes.Select(app => ServedAsync(app, longest, $"round {round}")))).Max();
        }

        foreach (var app in nodes) await app.DisposeAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"{Breaks} breaks, served again after {longest.TotalSeconds:0.0} s at the latest");
    }

    private static async Task<TimeSpan> ServedAsync(App app, TimeSpan longest, string what)
    {
        var start = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync(app.WorksAsync);
        var took = Stopwatch.GetElapsedTime(start);
        Assert.True(took < s_served, $"Served again after {took.TotalSeconds:0.0} s only; {what}.");
        return took > longest ? took : longest;
    }
}
