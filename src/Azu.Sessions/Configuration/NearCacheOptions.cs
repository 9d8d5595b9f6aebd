namespace Azu.Sessions;

/// <summary>
/// How a node keeps copies of sessions in its own memory, in front of the store that all nodes share. All nodes set <see cref="MaxRevocationLag"/>
/// and <see cref="TimeToLive"/> alike.
/// </summary>
public sealed class NearCacheOptions
{
    /// <summary>
    /// The longest time after a revocation for which a node may still admit by its copy. From 100 ms to a minute. Default: 2 s.
    /// </summary>
    public TimeSpan MaxRevocationLag { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a copy is used, counted from before the store was asked. Up to a day. Null, the default, means <see cref="MaxRevocationLag"/>: the
    /// bound then needs no messages between nodes, and a client that wrote reads past the copies. A longer time keeps the bound by a lease: it needs a
    /// store that announces changes (<see cref="IAnnouncingStore"/>), and another node may show data that is up to <see cref="MaxRevocationLag"/> old.
    /// </summary>
    public TimeSpan? TimeToLive { get; set; }

    /// <summary>The largest number of copies. Default: 100 000.</summary>
    public int MaxEntries { get; set; } = 100_000;

    /// <summary>
    /// The most bytes that the copies take, the 144 bytes for keeping each included. Default: 256 MiB. A session larger than a sixty-fourth of this
    /// (4 MiB by default) may not be kept.
    /// </summary>
    public long MaxBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>The name of this node in statistics, health and logs. Null: the machine's name and a few random characters.</summary>
    public string? NodeId { get; set; }

    /// <summary>Whether copies outlive the bound, so that a lease has to keep it.</summary>
    internal bool NeedsLease => TimeToLive > MaxRevocationLag;
}
