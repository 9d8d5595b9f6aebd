namespace Azu.Sessions;

/// <summary>A copy of a stored session, as packed bytes that never change.</summary>
/// <param name="packed">The record.</param>
/// <param name="readAt">From when it counts: before the store was first asked for it.</param>
internal sealed class NearCacheEntry(byte[] packed, CopyMoment readAt)
{
    /// <summary>
    /// What a copy costs beside its bytes: this object (48), the dictionary's node (56), the array's header (24), the node's share of the buckets (16).
    /// </summary>
    private const int BytesPerCopy = 144;

    public byte[] Packed => packed;

    public CopyMoment ReadAt => readAt;

    public long Version => PackedRecordPeek.Version(packed);

    public long Cost => BytesPerCopy + (long)packed.Length;

    /// <summary>Whether it was used since the evictor passed by.</summary>
    public bool WasUsed { get; set; }
}
