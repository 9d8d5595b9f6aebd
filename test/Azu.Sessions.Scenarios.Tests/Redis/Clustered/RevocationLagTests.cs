namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>Three nodes with copies of the same sessions: from a confirmed revocation on one until the last of the others refuses.</summary>
[Trait("Requirement", "R-95")]
public sealed class RevocationLagTests
{
    private const string Options = ",abortConnect=false,connectTimeout=1000";

    private static readonly int s_revocations = Tier.Of(300, 10_000);

    [Fact]
    public async Task A_revocation_is_seen_by_every_node_in_time()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var nodes = await ClusterNodes.StartAsync([redis.Configuration, redis.Configuration, redis.Configuration]);
        var lag = new RevocationLag(nodes);
        await lag.RunAsync(s_revocations);
        lag.AssertWithinBound();
    }

    [Fact]
    public async Task A_revocation_is_seen_in_time_while_subscribers_are_killed_again_and_again()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var nodes = await ClusterNodes.StartAsync([redis.Configuration + Options, redis.Configuration + Options, redis.Configuration + Options]);
        var lag = new RevocationLag(nodes);
        while (lag.Confirmed < s_revocations)
        {
            // Everybody has copies, and then messages are lost with the connections that they are on.
            var guests = await lag.WelcomeAllAsync(Tier.Of(30, 500));
            await Task.WhenAll([redis.AskAsync("CLIENT", "KILL", "TYPE", "pubsub"), .. guests.Select((guest, i) => lag.RevokeAsync(i, guest))]);
            await nodes.UntilLeasedAsync();
        }

        lag.AssertWithinBound();
        for (var node = 0; node < nodes.Count; node++) Assert.NotEqual(0, nodes.Copies(node).Interruptions);
    }

    [Fact]
    public async Task A_revocation_is_seen_in_time_around_a_pause_of_Redis()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var nodes = await ClusterNodes.StartAsync([redis.Configuration + Options, redis.Configuration + Options, redis.Configuration + Options]);
        var lag = new RevocationLag(nodes);
        var running = lag.RunAsync(s_revocations);
        for (var pauses = 1; pauses <= Tier.Of(1, 10); pauses++)
        {
            var share = s_revocations * pauses / Tier.Of(2, 11);
            await lag.UntilAsync(share, running);
            await redis.PauseAsync();
            await FaultAccount.PassAsync(TimeSpan.FromSeconds(5));
            await redis.ResumeAsync();
        }

        await running;
        lag.AssertWithinBound(answers: false);
    }

    [Fact]
    public async Task A_node_that_hears_nothing_refuses_in_time_all_the_same()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = new FaultProxy(redis.Port);
        await using var nodes = await ClusterNodes.StartAsync([redis.Configuration, redis.Configuration, $"127.0.0.1:{proxy.Port}{Options}"]);
        var lag = new RevocationLag(nodes);
        while (lag.Confirmed < s_revocations)
        {
            var guests = await lag.WelcomeAllAsync(Tier.Of(75, 250));
            // From the next message on this node's subscription is silent: no error, no event. Its other connection goes on.
            _ = proxy.HoldReply("announce");
            await Task.WhenAll(guests.Select((guest, i) => lag.RevokeAsync(i, guest, among: 2)));
            proxy.Heal();
            await nodes.UntilLeasedAsync();
        }

        lag.AssertWithinBound();
        // Without the lease it would have gone on for ever; with events alone too.
        Assert.True(lag.LongestServed > RevocationLag.Bound / 4, "Nothing was held back.");
    }
}
