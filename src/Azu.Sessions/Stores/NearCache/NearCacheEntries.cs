using System.Numerics;

namespace Azu.Sessions;

/// <summary>All copies of a node, divided by their ids so that writers do not wait for each other.</summary>
internal sealed class NearCacheEntries
{
    private const int MaxShards = 64;
    private const int MinCopiesPerShard = 256;
    private const long MinBytesPerShard = 4 * 1024 * 1024;

    private readonly NearCacheShard[] _shards;

    public NearCacheEntries(int maxCopies, long maxBytes)
    {
        // Each shard keeps its own bounds, so there are few of them where they would be small.
        var most = Math.Clamp(Math.Min(maxCopies / MinCopiesPerShard, maxBytes / MinBytesPerShard), 1, MaxShards);
        _shards = new NearCacheShard[1 << BitOperations.Log2((ulong)most)];
        for (var i = 0; i < _shards.Length; i++) _shards[i] = new(maxCopies / _shards.Length, maxBytes / _shards.Length);
    }

    public long Count => _shards.Sum(s => s.Count);

    public long Bytes => _shards.Sum(s => s.Bytes);

    public long Hits => _shards.Sum(s => s.Hits);

    public long Misses => _shards.Sum(s => s.Misses);

    public NearCacheShard Of(SessionId id) => _shards[id.GetHashCode() & (_shards.Length - 1)];

    public void DropAll()
    {
        foreach (var shard in _shards) shard.DropAll();
    }
}
