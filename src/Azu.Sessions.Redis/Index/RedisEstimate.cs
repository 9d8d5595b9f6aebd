namespace Azu.Sessions.Redis;

/// <summary>
/// About how many sessions there are: on each server the number of all keys, times the share of sessions among those that one step of SCAN meets.
/// </summary>
internal sealed class RedisEstimate(RedisKeys keys, RedisServers servers)
{
    public async Task<SessionEstimate?> AskAsync()
    {
        var shards = await servers.AllAsync();
        var counts = await Task.WhenAll(shards.Select(CountAsync));
        return new SessionEstimate((long)Math.Round(counts.Sum()), TimeSpan.Zero);
    }

    private async Task<double> CountAsync(RedisShard shard)
    {
        var (_, met) = await shard.ScanAsync(0, "*", RedisWalk.Step);
        var sessions = met.Count(key => key is not null && keys.TryReadSession(key, out _));
        return met.Length > 0 ? (double)await shard.CountKeysAsync() * sessions / met.Length : 0;
    }
}
