using StackExchange.Redis;

namespace Azu.Sessions.Bench;

/// <summary>GET and SET.</summary>
internal sealed class RawRedis : IRawStore
{
    private readonly IDatabase _database = ConnectionMultiplexer.Connect(StoreServers.Redis).GetDatabase();

    public async Task<byte[]> ReadAsync(string key) => (byte[])(await _database.StringGetAsync(key))!;

    public Task WriteAsync(string key, byte[] value) => _database.StringSetAsync(key, value, TimeSpan.FromHours(1));
}
