namespace Azu.Sessions.Redis;

/// <summary>How sessions are kept in Redis.</summary>
public sealed class RedisStoreOptions
{
    /// <summary>
    /// What every key begins with; by default <c>azu:session:</c>. Whatever has this prefix belongs to the store: two applications, or two
    /// session types of one application, that share a Redis need two prefixes.
    /// </summary>
    public string KeyPrefix { get; set; } = "azu:session:";

    /// <summary>
    /// How many replicas must have a removal before it counts as done; by default 0. With 1, a fail-over cannot bring back a session that was
    /// signed out: as long as no replica confirms, the removal fails, and is repeated in the background.
    /// </summary>
    public int WaitForReplicas { get; set; }

    /// <summary>
    /// How long a removal waits for replicas; by default 500 ms, and best well below the deadline of one attempt. The other commands of this
    /// connection wait with it.
    /// </summary>
    public TimeSpan ReplicaTimeout { get; set; } = TimeSpan.FromMilliseconds(500);
}
