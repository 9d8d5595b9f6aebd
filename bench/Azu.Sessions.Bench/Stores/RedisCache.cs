using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace Azu.Sessions.Bench;

/// <summary>
/// A distributed cache as the framework's own for Redis: a hash with the value and its sliding time, read with HMGET and extended with EXPIRE.
/// </summary>
internal sealed class RedisCache : IDistributedCache
{
    private static readonly RedisValue[] s_read = ["sldexp", "data"];
    private static readonly RedisValue[] s_refresh = ["sldexp"];

    private readonly IDatabase _database = ConnectionMultiplexer.Connect(StoreServers.Redis).GetDatabase();

    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        var found = await _database.HashGetAsync(key, s_read);
        await ExtendAsync(key, found[0]);
        return found[1];
    }

    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    public async Task RefreshAsync(string key, CancellationToken token = default) => await ExtendAsync(key, (await _database.HashGetAsync(key, s_refresh))[0]);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        var sliding = options.SlidingExpiration ?? TimeSpan.FromMinutes(20);
        return Task.WhenAll(_database.HashSetAsync(key, [new("sldexp", sliding.Ticks), new("data", value)]), _database.KeyExpireAsync(key, sliding));
    }

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public Task RemoveAsync(string key, CancellationToken token = default) => _database.KeyDeleteAsync(key);

    private Task ExtendAsync(string key, RedisValue sliding) => sliding.IsNull
        ? Task.CompletedTask
        : _database.KeyExpireAsync(key, TimeSpan.FromTicks((long)sliding));
}
