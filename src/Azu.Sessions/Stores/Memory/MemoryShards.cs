namespace Azu.Sessions;

/// <summary>All parts of a memory store. A part holds the ids with one first byte, so that walking the parts in turn is walking in the order of ids.</summary>
internal sealed class MemoryShards
{
    public const int Count = 256;

    private readonly MemoryShard[] _shards = new MemoryShard[Count];

    public MemoryShards(MemoryUsage usage)
    {
        var entries = new MemoryEntries();
        Entries = entries;
        for (var i = 0; i < Count; i++) _shards[i] = new MemoryShard(usage, entries);
    }

    public MemoryEntries Entries { get; }

    public MemoryShard this[int number] => _shards[number];

    public MemoryShard Of(SessionId id) => _shards[NumberOf(id)];

    public static int NumberOf(SessionId id)
    {
        Span<byte> bytes = stackalloc byte[SessionId.Size];
        id.WriteTo(bytes);
        return bytes[0];
    }
}
