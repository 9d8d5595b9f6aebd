using System.Globalization;

namespace Azu.Sessions.TestSupport;

/// <summary>A primary and a replica; where a Sentinel watches them, it alone decides about a fail-over.</summary>
public sealed class RedisReplication : IAsyncDisposable
{
    private const string Name = "sessions";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private readonly int _sentinelPort = FreePort.Next();
    private ServerProcess? _sentinel;

    private RedisReplication(RedisServer primary, RedisServer replica) => (Primary, Replica) = (primary, replica);

    /// <summary>The primary at the start.</summary>
    public RedisServer Primary { get; }

    /// <summary>The replica at the start.</summary>
    public RedisServer Replica { get; }

    /// <summary>Both: the client finds out which is which.</summary>
    public string Configuration => $"{Primary.EndPoint},{Replica.EndPoint}";

    /// <summary>The Sentinel alone: the client asks it which of both is the primary.</summary>
    public string SentinelConfiguration => $"127.0.0.1:{_sentinelPort},serviceName={Name}";

    /// <summary>How often the Sentinel has changed the primary.</summary>
    public int FailOvers => _sentinel?.Output.Split('\n').Count(line => line.Contains("+switch-master", StringComparison.Ordinal)) ?? 0;

    /// <param name="hasSentinel">Whether a Sentinel watches them from the beginning; else from <see cref="WatchAsync"/> on, or never.</param>
    public static async Task<RedisReplication> StartAsync(bool hasSentinel = true)
    {
        var primary = await RedisServer.StartAsync(arguments: ["--repl-diskless-sync-delay", "0"]);
        var replica = await RedisServer.StartAsync(arguments: ["--replicaof", "127.0.0.1", Text(primary.Port), "--repl-diskless-sync-delay", "0"]);
        var replication = new RedisReplication(primary, replica);
        await UntilAsync(async () => await replica.InfoAsync("replication", "master_link_status") == "up");
        // The primary waits for nobody's confirmation before it has heard from the replica once.
        await UntilAsync(async () => (await primary.InfoAsync("replication", "slave0"))?.Contains("state=online", StringComparison.Ordinal) == true);
        if (hasSentinel) await replication.WatchAsync();
        return replication;
    }

    /// <summary>Starts a Sentinel, and waits until it knows both.</summary>
    public async Task WatchAsync()
    {
        var file = _directory.File("sentinel.conf");
        await File.WriteAllTextAsync(file, $"""
            port {_sentinelPort}
            bind 127.0.0.1
            dir {_directory.Path}
            sentinel monitor {Name} 127.0.0.1 {Primary.Port} 1
            sentinel down-after-milliseconds {Name} 1000
            sentinel failover-timeout {Name} 5000
            """);
        _sentinel = await ServerProcess.StartAsync(
            ServerProcess.Find("redis-server", "AZU_TEST_REDIS", "redis-server", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"), [file, "--sentinel"],
                KnowsReplicaAsync);
    }

    /// <summary>Asks the Sentinel for a fail-over, as an operator does, and waits until the replica is the primary.</summary>
    public async Task FailOverAsync()
    {
        await UntilAsync(async () => await TryAskSentinelAsync("SENTINEL", "FAILOVER", Name));
        await UntilPromotedAsync();
    }

    /// <summary>The primary stops writing, waits until the replica has everything, and they change places. Not under a Sentinel.</summary>
    public async Task HandOverAsync()
    {
        await Primary.AskAsync("FAILOVER");
        await UntilPromotedAsync();
    }

    /// <summary>Waits until the replica has everything that the primary had when this was called.</summary>
    public async Task UntilReplicatedAsync()
    {
        var written = await OffsetAsync(Primary, "master_repl_offset");
        await UntilAsync(async () => await OffsetAsync(Replica, "slave_repl_offset") >= written);
    }

    /// <summary>The primary at the start, which was killed, begins again as a replica of the new one: at no time as an empty primary.</summary>
    public Task ReturnAsReplicaAsync() => Primary.RestartAsync("--replicaof", "127.0.0.1", Text(Replica.Port));

    /// <summary>Waits until the replica is the primary.</summary>
    public Task UntilPromotedAsync() => UntilAsync(async () =>
    {
        try
        {
            return await Replica.InfoAsync("replication", "role") == "master";
        }
        catch (IOException)
        {
            return false; // the Sentinel disconnects everybody when it promotes, also who asks
        }
    });

    /// <summary>
    /// Waits until the replica is the primary and the Sentinel has brought that to its end, and stops the Sentinel. On a busy machine it would take
    /// the new primary for dead too, promote the old one that has just returned, and so lose what was confirmed last.
    /// </summary>
    public async Task UntilPromotedForGoodAsync()
    {
        await UntilPromotedAsync();
        await UntilAsync(() => Task.FromResult(FailOvers > 0));
        await _sentinel!.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_sentinel is not null) await _sentinel.DisposeAsync();
        await Replica.DisposeAsync();
        await Primary.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<bool> KnowsReplicaAsync() =>
        await RedisWire.AskAsync(_sentinelPort, null, false, "SENTINEL", "REPLICAS", Name) is object?[] { Length: > 0 };

    private async Task<bool> TryAskSentinelAsync(params string[] command)
    {
        try
        {
            await RedisWire.AskAsync(_sentinelPort, null, false, command);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // not yet: it still looks at who is there
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var late = new CancellationTokenSource(s_limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition()) await look.WaitForNextTickAsync(late.Token);
    }

    private static async Task<long> OffsetAsync(RedisServer server, string name) =>
        long.Parse((await server.InfoAsync("replication", name))!, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
