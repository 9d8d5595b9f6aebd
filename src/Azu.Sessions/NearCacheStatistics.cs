namespace Azu.Sessions;

/// <summary>Figures of a node's near cache, since the application started.</summary>
public sealed record NearCacheStatistics
{
    /// <summary>What the node is called: <see cref="NearCacheOptions.NodeId"/>.</summary>
    public required string NodeId { get; init; }

    /// <summary>
    /// Whether the node may use its copies now. Without the lease every session is read from the store. Null where copies need none:
    /// <see cref="NearCacheOptions.TimeToLive"/> is no longer than <see cref="NearCacheOptions.MaxRevocationLag"/>.
    /// </summary>
    public required bool? IsLeaseHeld { get; init; }

    /// <summary>How many copies it keeps now.</summary>
    public required long Copies { get; init; }

    /// <summary>How many bytes they take, as <see cref="NearCacheOptions.MaxBytes"/> counts them.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many look-ups found a copy that could be used.</summary>
    public required long Hits { get; init; }

    /// <summary>How many did not, for whatever reason, and were followed by a read of the store.</summary>
    public required long Misses { get; init; }

    /// <summary>How many loads were overtaken by a change, and not kept.</summary>
    public required long FillsDropped { get; init; }

    /// <summary>How often announcements were lost, or may have been.</summary>
    public required long Interruptions { get; init; }

    /// <summary>How many messages on the backplane could not be read: garbage, forgeries, foreign keys.</summary>
    public required long MessagesRefused { get; init; }

    /// <summary>The longest time from before a write of this node until its announcement had come back to it.</summary>
    public required TimeSpan LongestLag { get; init; }
}
