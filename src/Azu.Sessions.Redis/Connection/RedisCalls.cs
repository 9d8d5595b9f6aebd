using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>Sends typed commands and scripts, always to a primary: a replica may still have what was removed.</summary>
internal sealed class RedisCalls(RedisConnection connection)
{
    private const CommandFlags Flags = CommandFlags.DemandMaster;

    public RedisConnection Connection => connection;

    public ValueTask<RedisValue> GetAsync(RedisKey key)
    {
        var connecting = connection.DatabaseAsync();
        return connecting.IsCompletedSuccessfully ? new(connecting.Result.StringGetAsync(key, Flags)) : AwaitAsync(connecting, key);

        static async ValueTask<RedisValue> AwaitAsync(ValueTask<IDatabase> connecting, RedisKey key) => await (await connecting).StringGetAsync(key, Flags);
    }

    public async Task<byte[]?> GetRangeAsync(RedisKey key, long from, long to)
    {
        var database = await connection.DatabaseAsync();
        return await database.StringGetRangeAsync(key, from, to, Flags);
    }

    public async Task<RedisValue[]> MembersAfterAsync(RedisKey list, byte[]? after, int count)
    {
        var database = await connection.DatabaseAsync();
        return await database.SortedSetRangeByValueAsync(list, after, default, Exclude.Start, 0, count, Flags);
    }

    public async Task RemoveMembersAsync(RedisKey list, RedisValue[] members)
    {
        var database = await connection.DatabaseAsync();
        await database.SortedSetRemoveAsync(list, members, Flags);
    }

    /// <summary>
    /// Runs a script. The server may have lost it (SCRIPT FLUSH, a restart, a fail-over): then nothing was carried out, and it is sent again.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RedisResult> RunAsync(string script, RedisKey key, params RedisValue[] values)
    {
        var database = await connection.DatabaseAsync();
        RedisKey[] keys = [key];
        try
        {
            return await database.ScriptEvaluateAsync(script, keys, values, Flags);
        }
        catch (RedisServerException e) when (RedisFault.IsNoScript(e))
        {
            return await database.ScriptEvaluateAsync(script, keys, values, Flags);
        }
    }

    /// <summary>
    /// Runs a script, and says how many replicas have what it wrote. Both commands are sent before either is answered: WAIT looks at what was
    /// written over its own connection, and after a reconnection that would be nothing.
    /// </summary>
    public async ValueTask<(RedisResult Result, long Replicas)> RunAndWaitAsync(int replicas, TimeSpan timeout, string script, RedisKey key, params RedisValue[] values)
    {
        var database = await connection.DatabaseAsync();
        RedisKey[] keys = [key];
        object[] wait = [replicas, (long)Math.Ceiling(timeout.TotalMilliseconds)];
        for (var attempt = 1; ; attempt++)
        {
            var running = database.ScriptEvaluateAsync(script, keys, values, Flags);
            var waiting = database.ExecuteAsync("WAIT", wait, Flags);
            try
            {
                return (await running, (long)await waiting);
            }
            catch (RedisServerException e) when (attempt == 1 && RedisFault.IsNoScript(e))
            {
                await waiting;
            }
            finally
            {
                _ = waiting.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }
    }
}
