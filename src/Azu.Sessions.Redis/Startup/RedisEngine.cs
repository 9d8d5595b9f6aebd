using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Finds what a server lacks that the store cannot do without: engines speak the protocol of Redis, and leave out parts of it, by default or for good.
/// Warns of a server that drops sessions when its memory is full.
/// </summary>
internal sealed class RedisEngine(RedisShard server, RedisKeys keys, int waitForReplicas, ILogger log)
{
    private const string ScriptsAreOff =
        "Redis at {0} runs no scripts, and each write of a session is one. Start Garnet with --lua --lua-transaction-mode; let other engines have EVAL and " +
            "EVALSHA.";

    private const string NoWait =
        "Redis at {0} has no command WAIT, so no removal could wait for {1} replicas. Garnet has no setting for it. Set WaitForReplicas to 0, or use Redis " +
            "or Valkey.";

    private const string Cluster =
        "Redis at {0} is Garnet in a cluster, which does not tell whether announcements between its servers were lost. Start it without --cluster, or use " +
            "a Redis Cluster.";

    private const string NotAlone =
        "Redis at {0} is Garnet that lets other clients change a key while a script works on it, so writes of one session overwrite each other. Start it " +
            "with --lua --lua-transaction-mode.";

    /// <summary>Why sessions cannot be kept there, and the setting that helps; null where they can.</summary>
    public async Task<string?> FindRefusalAsync()
    {
        IReadOnlyDictionary<string, string> info;
        try
        {
            info = await RedisInfo.ReadAsync(server, "server");
        }
        catch (RedisServerException e) when (RedisFault.HasNoScripts(e))
        {
            return Refusal(ScriptsAreOff);
        }

        if (waitForReplicas > 0 && !await HasWaitAsync()) return Refusal(NoWait);
        if (info.ContainsKey("garnet_version")) return info.GetValueOrDefault("redis_mode") == "cluster" ? Refusal(Cluster) : await FindRefusalOfGarnetAsync();
        await CheckMemoryAsync();
        return null;
    }

    private async Task<string?> FindRefusalOfGarnetAsync()
    {
        await CheckStorageAsync();
        try
        {
            return await ScriptIsolation.IsSeenBrokenAsync(server.Connection, keys.NewProbe()) ? Refusal(NotAlone) : null;
        }
        catch (RedisConnectionException)
        {
            log.IsolationUnknown();
            return null;
        }
    }

    private async Task<bool> HasWaitAsync()
    {
        try
        {
            await server.Server.ExecuteAsync(server.Database, "WAIT", [0, 0], CommandFlags.DemandMaster);
            return true;
        }
        catch (RedisServerException e) when (RedisFault.IsUnknownCommand(e))
        {
            return false;
        }
    }

    private async Task CheckMemoryAsync()
    {
        var info = await RedisInfo.ReadAsync(server, "memory");
        // Without a limit nothing is ever dropped.
        if (info.GetValueOrDefault("maxmemory") is null or "0") return;
        if (info.GetValueOrDefault("maxmemory_policy") is { } policy and not "noeviction") log.Evicts(server.Name, policy);
    }

    /// <summary>Garnet drops its oldest records when its memory is full, unless it has a directory that they go to.</summary>
    private async Task CheckStorageAsync()
    {
        var store = await RedisInfo.ReadAsync(server, "store");
        if (store.GetValueOrDefault("LogDir") is "") log.DropsWhenFull(server.Name);
    }

    private string Refusal(string text) => string.Format(CultureInfo.InvariantCulture, text, server.Name, waitForReplicas);
}
