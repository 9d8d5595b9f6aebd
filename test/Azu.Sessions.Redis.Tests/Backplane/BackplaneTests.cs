using System.Text;
using Azu.Sessions.Conformance;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>Every change reaches every node, and an echo proves that nothing published before it is still under way.</summary>
public sealed class BackplaneTests
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData(false, "resp2")]
    [InlineData(false, "resp3")]
    [InlineData(true, "resp2")]
    [InlineData(true, "resp3")]
    public async Task Updates_and_removals_are_announced_to_every_node_and_nothing_else_is(bool isCluster, string protocol)
    {
        using var one = await ConnectAsync(isCluster, protocol);
        using var other = await ConnectAsync(isCluster, protocol);
        var prefix = Stores.NewPrefix();
        await using var here = await ListeningNode.StartAsync(one, prefix);
        await using var there = await ListeningNode.StartAsync(other, prefix);
        await using var stranger = await ListeningNode.StartAsync(other, Stores.NewPrefix());

        var record = SampleRecords.SignedIn(_now, "alice");
        await here.Store.CreateAsync(record);
        await here.Store.TouchAsync(record.Id, _now.AddMinutes(1), _now.AddMinutes(90));
        await here.Store.UpdateAsync(record.Next(), 1);
        await here.Store.UpdateAsync(record.Next() with { Subject = "bob", Version = 3 }, 2);
        await here.Store.UpdateAsync(record.Next(), 1); // a conflict
        await here.Store.RemoveAsync(record.Id);
        foreach (var node in (ListeningNode[])[here, there, stranger]) await node.EchoedAsync("the end");

        string[] expected = [$"updated {record.Id} 2", $"updated {record.Id} 3", $"removed {record.Id}", "the end"];
        Assert.Equal(expected, here.Listener.Heard);
        Assert.Equal(expected, there.Listener.Heard);
        Assert.Equal(["the end"], stranger.Listener.Heard);
    }

    [Fact]
    public async Task A_clear_announces_each_session_that_it_removes()
    {
        using var one = await ConnectAsync(isCluster: false);
        using var other = await ConnectAsync(isCluster: false);
        var prefix = Stores.NewPrefix();
        await using var here = await ListeningNode.StartAsync(one, prefix);
        await using var there = await ListeningNode.StartAsync(other, prefix);
        var records = Enumerable.Range(0, 50).Select(_ => SampleRecords.Anonymous(_now)).ToList();
        foreach (var record in records) await here.Store.CreateAsync(record);
        await here.Store.ClearAsync();
        await there.EchoedAsync("the end");
        Assert.Equal(records.Select(r => $"removed {r.Id}").Order(), there.Listener.Heard.Where(m => m != "the end").Order());
    }

    /// <summary>The rule that copies of sessions stand on. In a cluster announcements and echoes go over three servers.</summary>
    [Theory]
    [InlineData(false, "resp2")]
    [InlineData(false, "resp3")]
    [InlineData(true, "resp2")]
    [InlineData(true, "resp3")]
    public async Task When_an_echo_is_back_everything_announced_before_it_was_sent_is_there(bool isCluster, string protocol)
    {
        using var one = await ConnectAsync(isCluster, protocol);
        using var other = await ConnectAsync(isCluster, protocol);
        var prefix = Stores.NewPrefix();
        await using var writer = await ListeningNode.StartAsync(one, prefix);
        await using var reader = await ListeningNode.StartAsync(other, prefix);
        for (var round = 0; round < (Tier.IsSoak ? 1_000 : 100); round++)
        {
            var records = Enumerable.Range(0, 30).Select(_ => SampleRecords.Anonymous(_now)).ToList();
            await Task.WhenAll(records.Select(r => writer.Store.CreateAsync(r).AsTask()));
            await Task.WhenAll(records.Select(r => writer.Store.RemoveAsync(r.Id).AsTask()));
            await reader.EchoedAsync($"echo {round}");
            var heard = reader.Listener.Heard.TakeWhile(m => m != $"echo {round}").ToHashSet();
            Assert.All(records, r => Assert.Contains($"removed {r.Id}", heard));
        }
        Assert.Equal(0, reader.Listener.Interruptions);
    }

    /// <summary>A node without a lease sends no echoes, so nothing else would make it subscribe.</summary>
    [Fact]
    public async Task A_node_that_started_while_Redis_was_down_hears_announcements_without_an_echo()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis.Configuration + ",abortConnect=false,connectTimeout=500,connectRetry=1");
        var prefix = Stores.NewPrefix();
        await using var node = await ListeningNode.BeginAsync(multiplexer, prefix);
        await redis.RestartAsync();
        using var other = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var writer = Stores.Of(other, prefix);
        _ = writer.AnnounceWith(new PlainAnnouncer());
        await Eventually.HoldsAsync(async () =>
        {
            var record = SampleRecords.SignedIn(_now, "alice");
            await writer.CreateAsync(record);
            await writer.RemoveAsync(record.Id);
            return node.Listener.Heard.Any(m => m.StartsWith("removed ", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task An_echo_reaches_its_own_node_alone_and_once()
    {
        using var one = await ConnectAsync(isCluster: true);
        using var other = await ConnectAsync(isCluster: true);
        var prefix = Stores.NewPrefix();
        await using var here = await ListeningNode.StartAsync(one, prefix);
        await using var there = await ListeningNode.StartAsync(other, prefix);
        for (var i = 0; i < 20; i++) await here.EchoedAsync($"here {i}");
        await there.EchoedAsync("there");
        Assert.Equal(20, here.Listener.Heard.Count);
        Assert.Equal(["there"], there.Listener.Heard);
    }

    /// <summary>With RESP3 there is one connection, and the client reports its end as that of commands.</summary>
    [Theory]
    [InlineData("resp2", "pubsub")]
    [InlineData("resp3", "normal pubsub")]
    public async Task An_interrupted_subscription_is_told_before_the_next_echo_and_goes_on(string protocol, string clients)
    {
        await using var redis = await RedisServer.StartAsync();
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync($"{redis.Configuration},abortConnect=false,protocol={protocol}");
        await using var node = await ListeningNode.StartAsync(multiplexer, "s:");
        await node.EchoedAsync("before");
        for (var round = 0; round < 5; round++)
        {
            var interruptions = node.Listener.Interruptions;
            // With RESP3 the server takes the one connection for either kind, as it subscribed before or after its commands.
            var killed = 0L;
            foreach (var kind in clients.Split(' ')) killed += (long)(await redis.AskAsync("CLIENT", "KILL", "TYPE", kind))!;
            Assert.InRange(killed, 1, 2);
            // An echo that was lost with the connection never comes; a later one does.
            var echoes = 0;
            await Eventually.HoldsAsync(async () =>
            {
                await node.TryEchoAsync($"{round} {echoes++}");
                return node.Listener.Heard.Any(m => m.StartsWith($"{round} ", StringComparison.Ordinal));
            });
            Assert.True(node.Listener.Interruptions > interruptions, "An echo came back over a new connection, and nobody was told of the old one's end.");
        }
    }

    /// <summary>The client keeps the queue of a subscription that failed. It would be filled with every announcement, and nothing would read it.</summary>
    [Fact]
    public async Task Subscriptions_that_failed_leave_nothing_behind_that_announcements_pile_up_in()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = new FaultProxy(redis.Port);
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(RedisAddress.Parse($"127.0.0.1:{proxy.Port}"));
        proxy.RefusesConnections = true;
        proxy.CutAll();
        await Eventually.HoldsAsync(() => Task.FromResult(!multiplexer.IsConnected));
        await using var node = await ListeningNode.BeginAsync(multiplexer, "s:");
        for (var i = 0; i < 10; i++) await node.TryEchoAsync("lost");
        proxy.Heal();
        await Eventually.HoldsAsync(async () =>
        {
            await node.TryEchoAsync("there");
            return node.Listener.Has("there");
        });
        Assert.InRange(QueuesOf(multiplexer), 1, 1);
    }

    /// <summary>The link is there again at once, and the echo passes. What the old link had not sent is lost, and nobody repeats it.</summary>
    [Fact]
    public async Task A_link_between_two_servers_that_was_made_anew_is_an_interruption()
    {
        await using var cluster = await RedisCluster.StartAsync();
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(cluster.Configuration);
        await using var node = await ListeningNode.StartAsync(multiplexer, "s:");
        var listened = await ListenedAsync(cluster);
        var id = (string)(await listened.AskAsync("CLUSTER", "MYID"))!;
        foreach (var (server, i) in cluster.Servers.Where(s => s != listened).Select((s, i) => (s, i)))
        {
            await node.EchoedAsync($"before {i}");
            await node.EchoedAsync($"still before {i}");
            var interruptions = node.Listener.Interruptions;
            Assert.Equal("OK", await server.AskAsync("DEBUG", "CLUSTERLINK", "KILL", "TO", id));
            await Eventually.HoldsAsync(async () =>
            {
                await node.TryEchoAsync($"after {i}");
                return node.Listener.Has($"after {i}");
            });
            Assert.True(node.Listener.Interruptions > interruptions, "A link was lost with all that was on it, and nobody was told.");
        }

        var atRest = node.Listener.Interruptions;
        for (var i = 0; i < 5; i++) await node.EchoedAsync($"at rest {i}");
        Assert.Equal(atRest, node.Listener.Interruptions);
    }

    /// <summary>A replica does not hear what its primary announced before the two were synchronised.</summary>
    [Fact]
    public async Task A_primary_that_became_a_replica_lets_no_echo_pass_and_the_subscription_moves_to_the_new_one()
    {
        await using var old = await RedisServer.StartAsync();
        await using var heir = await RedisServer.StartAsync(arguments: ["--replicaof", "127.0.0.1",
            old.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--repl-diskless-sync-delay", "0"]);
        await Eventually.HoldsAsync(async () => await heir.InfoAsync("replication", "master_link_status") == "up");
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync($"{old.EndPoint},{heir.EndPoint},abortConnect=false");
        await using var node = await ListeningNode.StartAsync(multiplexer, "s:");
        Assert.Equal(1L, await old.AskAsync("PUBSUB", "NUMPAT"));

        // Nobody is disconnected, so the client knows nothing of it.
        await heir.AskAsync("REPLICAOF", "NO", "ONE");
        await old.AskAsync("REPLICAOF", "127.0.0.1", heir.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Assert.ThrowsAsync<SessionStoreException>(async () => await node.Backplane.EchoAsync("to the old one"u8.ToArray()));
        Assert.Empty(node.Listener.Heard);

        await multiplexer.ConfigureAsync();
        var interruptions = node.Listener.Interruptions;
        await Eventually.HoldsAsync(async () =>
        {
            await node.TryEchoAsync("to the new one");
            return node.Listener.Has("to the new one");
        });
        Assert.True(node.Listener.Interruptions > interruptions, "The subscription moved, and nobody was told.");
        Assert.Equal((0L, 1L), (await old.AskAsync("PUBSUB", "NUMPAT"), await heir.AskAsync("PUBSUB", "NUMPAT")));
    }

    [Fact]
    public async Task A_subscription_begun_while_Redis_is_down_begins_when_it_is_there()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis.Configuration + ",abortConnect=false");
        await using var node = await ListeningNode.BeginAsync(multiplexer, "s:");
        await Assert.ThrowsAsync<SessionStoreException>(async () => await node.Backplane.EchoAsync("lost"u8.ToArray()));
        await redis.RestartAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await node.TryEchoAsync("there");
            return node.Listener.Has("there");
        });
    }

    [Fact]
    public async Task What_strangers_publish_reaches_nobody_as_an_echo_and_harms_nothing()
    {
        await using var redis = await OwnServer.StartAsync();
        await using var node = await ListeningNode.StartAsync(redis.Multiplexer, "s:");
        await node.EchoedAsync("before");
        var channel = (string)((object?[])(await redis.Server.AskAsync("PUBSUB", "CHANNELS", "*"))!)
            .FirstOrDefault(c => ((string)c!).Contains("announce", StringComparison.Ordinal), "")!;
        Assert.Equal("", channel); // it is a pattern: nobody can look up who listens
        foreach (var garbage in (string[])["", "x", new string('y', 1_000_000)]) await redis.Server.AskAsync("PUBLISH", new RedisKeys("s:").Announcements,
            garbage);
        await node.EchoedAsync("after");
        Assert.Equal(["before", "", "x", new string('y', 1_000_000), "after"], node.Listener.Heard);
    }

    [Fact]
    public async Task After_its_disposal_a_backplane_says_nothing_and_listens_to_nothing()
    {
        await using var redis = await OwnServer.StartAsync();
        var node = await ListeningNode.StartAsync(redis.Multiplexer, "s:");
        await node.EchoedAsync("before");
        await node.DisposeAsync();
        await redis.Server.AskAsync("PUBLISH", new RedisKeys("s:").Announcements, "after");
        await Eventually.HoldsAsync(async () => await redis.Server.AskAsync("PUBSUB", "NUMPAT") is 0L);
        Assert.Equal(["before"], node.Listener.Heard);
    }

    [Fact]
    public async Task A_store_announces_for_one_alone()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        await using var first = store.AnnounceWith(new PlainAnnouncer());
        Assert.Throws<InvalidOperationException>(() => store.AnnounceWith(new PlainAnnouncer()));
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(bool isCluster, string protocol = "resp3")
    {
        var configuration = isCluster
            ? (await TestContext.Current.GetFixture<OneCluster>())!.Cluster.Configuration
            : (await TestContext.Current.GetFixture<OneServer>())!.Server.Configuration;
        return await Patient.ConnectAsync($"{configuration},protocol={protocol}");
    }

    /// <summary>How many queues the client fills. It tells nobody, so it is asked where it counts them.</summary>
    private static int QueuesOf(ConnectionMultiplexer multiplexer)
    {
        const System.Reflection.BindingFlags Inner = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic;
        var subscriptions = (System.Collections.IDictionary)typeof(ConnectionMultiplexer).GetField("subscriptions", Inner)!.GetValue(multiplexer)!;
        var count = 0;
        foreach (System.Collections.DictionaryEntry pair in subscriptions)
        {
            object?[] counts = [0, 0];
            pair.Value!.GetType().GetMethod("GetSubscriberCounts", Inner)!.Invoke(pair.Value, counts);
            count += (int)counts[1]!;
        }
        return count;
    }

    private static async Task<RedisServer> ListenedAsync(RedisCluster cluster)
    {
        foreach (var server in cluster.Servers)
        {
            if (await server.AskAsync("PUBSUB", "NUMPAT") is > 0L) return server;
        }
        throw new InvalidOperationException("No server of the cluster has a subscriber.");
    }
}
