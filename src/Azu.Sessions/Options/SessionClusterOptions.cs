namespace Azu.Sessions;

/// <summary>
/// How a node of a cluster keeps copies of sessions in its own memory, in front of the store that all nodes share.
/// </summary>
public sealed class SessionClusterOptions
{
    /// <summary>
    /// How long after a revocation a node may still admit by its copy, at most. Default: 2 s. It is kept by a lease: each node sends itself a
    /// message four times in this span, behind everything that the store announces, and uses its copies only while an answer is no older than
    /// this. Shorter costs more such messages, and loses the lease to shorter pauses.
    /// </summary>
    public TimeSpan MaxRevocationLag { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a copy is used before the store is asked anew, whatever was announced. Default: 5 min.</summary>
    public TimeSpan LocalCacheTtl { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many copies a node keeps at most. Default: 100 000.</summary>
    public int LocalCacheMaxSize { get; set; } = 100_000;

    /// <summary>
    /// How many bytes the copies take at most, the 136 bytes for keeping each included. Default: 256 MiB. One copy takes no more than a part of
    /// it: a session larger than a sixty-fourth of this (4 MiB by default) may not be kept.
    /// </summary>
    public long LocalCacheMaxBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>What this node is called in statistics, health and logs. Null: the machine's name and a few random characters.</summary>
    public string? NodeId { get; set; }
}
