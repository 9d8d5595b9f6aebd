using System.Globalization;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// About how many sessions there are: on each server the number of all keys, times the share of sessions among those that one step of SCAN meets.
/// </summary>
internal sealed class RedisEstimate(RedisCalls calls, RedisKeys keys, RedisServers servers)
{
    public async Task<SessionEstimate?> AskAsync()
    {
        var shards = await servers.AllAsync();
        var counts = await Task.WhenAll(shards.Select(CountAsync));
        return new SessionEstimate((long)Math.Round(counts.Sum()), TimeSpan.Zero);
    }

    private async Task<double> CountAsync(RedisShard shard)
    {
        var answer = (RedisResult[])(await calls.RunAsync(RedisScripts.Estimate, shard.Route, keys.Prefix, RedisWalk.Step.ToString(CultureInfo.InvariantCulture)))!;
        var (all, met, sessions) = ((double)(long)answer[0], (double)(long)answer[1], (double)(long)answer[2]);
        return met > 0 ? all * sessions / met : 0;
    }
}
