namespace Azu.Sessions.Redis;

/// <summary>How sessions are kept in Redis.</summary>
public sealed class RedisStoreOptions
{
    /// <summary>
    /// What every key begins with; by default <c>azu:session:</c>. Whatever has this prefix belongs to the store: two applications, or two
    /// session types of one application, that share a Redis need two prefixes.
    /// </summary>
    /// <exception cref="ArgumentException">Empty.</exception>
    public string KeyPrefix
    {
        get;
        set => field = value is { Length: > 0 } ? value : throw new ArgumentException("KeyPrefix must not be empty: without it, clearing the sessions could not tell them from other keys.", nameof(value));
    } = "azu:session:";

    /// <summary>
    /// How many replicas must have a removal before it counts as done; by default 0. With 1, a fail-over cannot bring back a session that was
    /// signed out: as long as no replica confirms, the removal fails, and is repeated in the background.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int WaitForReplicas
    {
        get;
        set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "WaitForReplicas must not be negative.");
    }

    /// <summary>
    /// How long a removal waits for replicas; by default 500 ms, and best well below the deadline of one attempt. The other commands of this
    /// connection wait with it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public TimeSpan ReplicaTimeout
    {
        get;
        set => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "ReplicaTimeout must be positive: 0 would wait for ever.");
    } = TimeSpan.FromMilliseconds(500);
}
