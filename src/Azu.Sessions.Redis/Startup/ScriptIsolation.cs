using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Tries whether a script runs as one step, where an engine does not say it: while a script looks at a key, another connection writes there.
/// Takes a connection of its own for that, because commands of one connection are carried out one after the other everywhere.
/// </summary>
internal sealed class ScriptIsolation(RedisCalls calls, RedisKeys keys)
{
    private const int Rounds = 10;
    private const int Looks = 1_000; // some milliseconds
    private const string Written = "x";

    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);

    /// <summary>True where a write came in between. False where none did; also where the second connection cannot be made, which is logged.</summary>
    public async Task<bool> IsSeenBrokenAsync(ILogger log)
    {
        var key = keys.NewProbe();
        var isBroken = false;
        try
        {
            await using var other = await calls.Connection.ConnectAgainAsync();
            for (var round = 0; round < Rounds && !isBroken; round++) isBroken = await IsDisturbedAsync(other.GetDatabase(), key);
        }
        catch (RedisConnectionException)
        {
            log.IsolationUnknown();
            return false;
        }

        await calls.DeleteAsync(key);
        return isBroken;
    }

    private async Task<bool> IsDisturbedAsync(IDatabase other, RedisKey key)
    {
        var running = calls.RunAsync(RedisScripts.Alone, key, Looks, Written).AsTask();
        // Most of them come while the script runs. Where it is alone the first one waits for its end.
        while (!running.IsCompleted) await other.StringSetAsync(key, Written, s_lifetime, flags: CommandFlags.DemandMaster);
        return (long)await running == 0;
    }
}
