using StackExchange.Redis;

namespace Azu.Sessions.Bench;

/// <summary>GET, and a script that sets a value only where it still begins as it has to: the least that a write costs which overwrites nobody's.</summary>
internal sealed class RawRedisSwap : IRawStore
{
    public const string Swap = """
        local stored = redis.call('GET', KEYS[1])
        if stored and stored:sub(1, #ARGV[2]) ~= ARGV[2] then return stored end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
        return 1
        """;

    private readonly IDatabase _database;
    private readonly byte[] _digest;

    public RawRedisSwap()
    {
        var redis = ConnectionMultiplexer.Connect(StoreServers.Redis);
        _database = redis.GetDatabase();
        _digest = redis.GetServer(redis.GetEndPoints()[0]).ScriptLoad(Swap);
    }

    public async Task<byte[]> ReadAsync(string key) => (byte[])(await _database.StringGetAsync(key))!;

    public Task WriteAsync(string key, byte[] value) => _database.ScriptEvaluateAsync(_digest, [key], [value, "{", 3_600_000]);
}
