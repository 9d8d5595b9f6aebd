namespace Azu.Sessions;

/// <summary>A copy of a stored session, as packed bytes that nobody writes into.</summary>
/// <param name="packed">The record.</param>
/// <param name="readAt">The timestamp from which it counts: before the store was asked for it.</param>
internal sealed class CachedRecord(byte[] packed, long readAt)
{
    /// <summary>What a copy costs beside its bytes: this object (40), the dictionary's node (56), the array's header (24), the node's share of the buckets (16).</summary>
    private const int BytesPerCopy = 136;

    public byte[] Packed => packed;

    public long ReadAt => readAt;

    public long Version => PackedRecordPeek.Version(packed);

    public long Cost => BytesPerCopy + (long)packed.Length;

    /// <summary>Whether it was used since the evictor passed by.</summary>
    public bool WasUsed { get; set; }
}
