using Azu.Sessions.Servers;

namespace Azu.Sessions.Redis.Http.Tests.Clustered;

/// <summary>What requests cost on a node that has copies, by Redis' own count.</summary>
public sealed class CommandsTests
{
    [Fact]
    public async Task A_request_that_reads_costs_nothing_and_one_that_writes_one_script()
    {
        await using var redis = await RedisServer.StartAsync();
        // Echoes are counted apart: with so long a lease there are a few at most.
        await using var nodes = await ClusterNodes.StartAsync([redis.Configuration, redis.Configuration], c => c.MaxRevocationLag = TimeSpan.FromMinutes(1));
        var guest = (await nodes.SignInAsync(0, "ann"))!;
        await nodes.CountAsync(0, guest);

        Assert.Equal((0, 0), await CostAsync(redis, async () =>
        {
            for (var i = 0; i < 100; i++) await nodes.AskAsync(0, guest);
        }));
        Assert.Equal((0, 50), await CostAsync(redis, async () =>
        {
            for (var i = 0; i < 50; i++) Assert.True(await nodes.CountAsync(0, guest));
        }));
        // A node that does not know the session reads it once.
        Assert.Equal((1, 0), await CostAsync(redis, async () =>
        {
            for (var i = 0; i < 100; i++) await nodes.AskAsync(1, guest);
        }));
    }

    /// <summary>How many reads and how many scripts arrived, without echoes.</summary>
    private static async Task<(long Reads, long Scripts)> CostAsync(RedisServer redis, Func<Task> act)
    {
        await redis.AskAsync("CONFIG", "RESETSTAT");
        await act();
        var sent = await redis.CommandsAsync();
        // An echo is a script that asks for the cluster, and another one never does; a script that writes reads what it replaces.
        var echoes = sent.GetValueOrDefault("cluster|info");
        var scripts = sent.GetValueOrDefault("evalsha") - echoes;
        Assert.DoesNotContain(sent.Keys, c => c is "eval" or "mget" or "getrange" or "exists");
        return (sent.GetValueOrDefault("get") - scripts, scripts);
    }
}
