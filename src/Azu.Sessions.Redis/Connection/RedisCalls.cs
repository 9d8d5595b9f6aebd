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

    public async Task<long> LengthAsync(RedisKey key)
    {
        var database = await connection.DatabaseAsync();
        return await database.StringLengthAsync(key, Flags);
    }

    public async Task<SortedSetEntry[]> EntriesFromAsync(RedisKey list, double score, int count)
    {
        var database = await connection.DatabaseAsync();
        return await database.SortedSetRangeByScoreWithScoresAsync(list, score, double.PositiveInfinity, Exclude.None, Order.Ascending, 0, count, Flags);
    }

    public async Task RemoveMembersAsync(RedisKey list, RedisValue[] members)
    {
        var database = await connection.DatabaseAsync();
        await database.SortedSetRemoveAsync(list, members, Flags);
    }

    /// <summary>
    /// Runs a script by its digest. The server may not have it (a new one, SCRIPT FLUSH, a restart, a fail-over): then nothing was carried out,
    /// and it is sent as a text.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RedisResult> RunAsync(RedisScript script, RedisKey key, params RedisValue[] values)
    {
        var database = await connection.DatabaseAsync();
        RedisKey[] keys = [key];
        try
        {
            return await database.ScriptEvaluateAsync(script.Digest, keys, values, Flags);
        }
        catch (RedisServerException e) when (RedisFault.IsNoScript(e))
        {
            return await database.ScriptEvaluateAsync(script.Text, keys, values, Flags | CommandFlags.NoScriptCache);
        }
        catch (RedisServerException e) when (RedisFault.IsReplica(e))
        {
            connection.LookForPrimary();
            throw;
        }
    }

    /// <summary>
    /// Runs a script, and says how many replicas have what it wrote. Both commands go to the server of the key, and are sent before either is answered:
    /// WAIT looks at what was written over its own connection, and after a reconnection or a redirection that would be nothing.
    /// </summary>
    public async ValueTask<(RedisResult Result, long Replicas)> RunAndWaitAsync(int replicas, TimeSpan timeout, RedisScript script, RedisKey key,
        params RedisValue[] values)
    {
        var database = await connection.DatabaseAsync();
        var server = database.Multiplexer.GetServer(key, null, Flags);
        return await connection.RunAsync(script, AskAsync);

        async Task<(RedisResult Result, long Replicas)> AskAsync(string command, string text)
        {
            const CommandFlags Here = Flags | CommandFlags.NoRedirect;
            var running = server.ExecuteAsync(database.Database, command, [text, 1, key, .. values], Here);
            var waiting = server.ExecuteAsync(database.Database, "WAIT", [replicas, (long)Math.Ceiling(timeout.TotalMilliseconds)], Here);
            _ = waiting.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return (await running, (long)await waiting);
        }
    }
}
