using Azu.Sessions.Redis.Http.Tests.Clustered;
using Azu.Sessions.Servers;

namespace Azu.Sessions.Redis.Http.Tests.Costs;

/// <summary>What requests cost on a node that has copies.</summary>
public sealed class CopyCostTests
{
    [Fact]
    public async Task A_request_that_reads_costs_nothing_and_one_that_writes_one_script()
    {
        await using var redis = await RedisServer.StartAsync();
        // With a longer lease there are fewer echoes.
        await using var nodes = await ClusterNodes.StartAsync([redis.Configuration, redis.Configuration], c => c.MaxRevocationLag = TimeSpan.FromSeconds(10));
        var guest = (await nodes.SignInAsync(0, "ann"))!;
        await nodes.CountAsync(0, guest);

        Assert.Equal(Cost.None, await Cost.OfAsync(redis, async () =>
        {
            for (var i = 0; i < 100; i++) await nodes.AskAsync(0, guest);
        }));
        Assert.Equal(new(0, 50), await Cost.OfAsync(redis, async () =>
        {
            for (var i = 0; i < 50; i++) Assert.True(await nodes.CountAsync(0, guest));
        }));
        // A node that does not know the session reads it once.
        Assert.Equal(new(1, 0), await Cost.OfAsync(redis, async () =>
        {
            for (var i = 0; i < 100; i++) await nodes.AskAsync(1, guest);
        }));
    }
}
