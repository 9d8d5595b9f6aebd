using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Tries whether a script runs as one step, where an engine does not say it: while a script looks at a key, another connection writes there.
/// Both are connections of its own: no request waits for them, and commands of one connection would come one after the other everywhere.
/// </summary>
internal static class ScriptIsolation
{
    private const string Written = "x";

    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);

    /// <summary>How often the script looks, time after time: a slow server is caught at once, one with a single processor later.</summary>
    private static readonly int[] s_looks = [100, 300, 1_000, 3_000, 10_000];

    /// <summary>Session types that share a connection share the answer.</summary>
    private static readonly ConditionalWeakTable<IConnectionMultiplexer, Task<bool>> s_answers = [];

    /// <summary>True where a write came in between; false where none did.</summary>
    /// <exception cref="RedisConnectionException">The connections cannot be made.</exception>
    public static async Task<bool> IsSeenBrokenAsync(RedisConnection connection, RedisKey key)
    {
        var multiplexer = await connection.MultiplexerAsync();
        try
        {
            return await s_answers.GetValue(multiplexer, _ => TryAsync(connection, key));
        }
        catch
        {
            s_answers.Remove(multiplexer);
            throw;
        }
    }

    private static async Task<bool> TryAsync(RedisConnection connection, RedisKey key)
    {
        await using var first = await connection.ConnectAgainAsync();
        await using var second = await connection.ConnectAgainAsync();
        var (one, other) = (first.GetDatabase(), second.GetDatabase());
        var isBroken = false;
        foreach (var looks in s_looks)
        {
            if (isBroken) break;
            var running = one.ScriptEvaluateAsync(RedisScripts.Alone.Text, [key], [looks, Written], CommandFlags.DemandMaster);
            while (!running.IsCompleted) await other.StringSetAsync(key, Written, s_lifetime, flags: CommandFlags.DemandMaster);
            isBroken = (long)await running == 0;
        }

        await one.KeyDeleteAsync(key, CommandFlags.DemandMaster);
        return isBroken;
    }
}
