using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Finds what a server lacks that the store cannot do without. Engines speak the protocol of Redis, and leave out parts of it: by default, or for good.
/// </summary>
internal sealed class RedisEngine(RedisShard server, RedisCalls calls, RedisKeys keys, int waitForReplicas, ILogger log)
{
    private const string ScriptsAreOff =
        "Redis at {0} runs no scripts, and each write of a session is one. Start Garnet with --lua --lua-transaction-mode; let other engines have EVAL and EVALSHA.";

    private const string NoWait =
        "Redis at {0} has no command WAIT, so no removal could wait for {1} replicas. Garnet has no setting for it. Set WaitForReplicas to 0, or use Redis or Valkey.";

    private const string Cluster =
        "Redis at {0} is Garnet in a cluster, which does not tell whether announcements between its servers were lost. Start it without --cluster, or use a Redis Cluster.";

    private const string NotAlone =
        "Redis at {0} is Garnet that lets other clients change a key while a script works on it, so writes of one session overwrite each other. Start it with --lua --lua-transaction-mode.";

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
        if (!info.ContainsKey("garnet_version")) return null;
        if (info.GetValueOrDefault("redis_mode") == "cluster") return Refusal(Cluster);
        await CheckStorageAsync();
        return await new ScriptIsolation(calls, keys).IsSeenBrokenAsync(log) ? Refusal(NotAlone) : null;
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

    /// <summary>Garnet drops its oldest records when its memory is full, unless it has a directory that they go to.</summary>
    private async Task CheckStorageAsync()
    {
        var store = await RedisInfo.ReadAsync(server, "store");
        if (store.GetValueOrDefault("LogDir") is "") log.DropsWhenFull(server.Name);
    }

    private string Refusal(string text) => string.Format(System.Globalization.CultureInfo.InvariantCulture, text, server.Name, waitForReplicas);
}
