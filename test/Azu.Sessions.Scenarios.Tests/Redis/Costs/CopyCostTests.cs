namespace Azu.Sessions.Scenarios.Tests.Redis;

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
        // The first time the server does not have the script yet.
        await nodes.CountAsync(0, guest);

        Assert.Equal(Cost.None, await OfAsync(() => nodes.AskAsync(0, guest), async () =>
        {
            for (var i = 0; i < 100; i++) await nodes.AskAsync(0, guest);
        }));
        Assert.Equal(new(0, 50), await OfAsync(() => nodes.AskAsync(0, guest), async () =>
        {
            for (var i = 0; i < 50; i++) Assert.True(await nodes.CountAsync(0, guest));
        }));
        // A node that does not know the session reads it once.
        Assert.Equal(new(1, 0), await OfAsync(() => Task.CompletedTask, async () =>
        {
            for (var i = 0; i < 100; i++) await nodes.AskAsync(1, guest);
        }));

        // The client may report its connection late on a busy machine. That costs the copies and, until the next echo, the lease; then it is done again.
        async Task<Cost> OfAsync(Func<Task> prepare, Func<Task> act)
        {
            while (true)
            {
                await nodes.UntilLeasedAsync();
                var before = (nodes.Copies(0).Interruptions, nodes.Copies(1).Interruptions);
                await prepare();
                var cost = await Cost.OfAsync(redis, act);
                if ((nodes.Copies(0).Interruptions, nodes.Copies(1).Interruptions) == before) return cost;
            }
        }
    }
}
