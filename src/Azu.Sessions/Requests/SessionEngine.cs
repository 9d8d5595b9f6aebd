using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>What the sessions of one type share: options, store, keys, clock, telemetry. Made once; holds no session.</summary>
internal sealed class SessionEngine<TData> where TData : notnull
{
    public required AzuSessionsOptions Options { get; init; }

    /// <summary>The store in all its wrappers.</summary>
    public required ISessionStore Store { get; init; }

    /// <summary>Null where the store cannot list.</summary>
    public required ISessionIndex? Index { get; init; }

    /// <summary>This process as a node of a cluster, with its near cache; null: there is none.</summary>
    public ClusterNode? Node { get; init; }

    /// <summary>Where nodes with a near cache are noted; null: the store does not note them.</summary>
    public ISessionNodes? Nodes { get; init; }

    /// <summary>The deadlines and the circuit breaker of the store; null for one that needs none.</summary>
    public StoreCalls? Calls { get; init; }

    /// <summary>What the store wants to do when the application starts; null: nothing.</summary>
    public IPreparedStore? Prepared { get; init; }

    public required TimeProvider Time { get; init; }

    public required ISessionCookieFormat CookieFormat { get; init; }

    /// <summary>Which sealed cookies are refused; null: the store keeps sessions itself, or the application keeps no such list.</summary>
    public required RevocationList? Revocations { get; init; }

    public required SessionSerializer<TData> Json { get; init; }

    public required ClientBinding Binding { get; init; }

    public required SessionCodec Codec { get; init; }

    public required SessionIndexes<TData> Indexes { get; init; }

    public required SessionLifetime Lifetime { get; init; }

    public RecentTouches Touches { get; } = new();

    /// <summary>Lets the writers of one session on this node take turns.</summary>
    public required SessionTurns Turns { get; init; }

    public required SessionEventDispatcher<TData> Events { get; init; }

    public required PendingRemovals Removals { get; init; }

    /// <summary>Null where keys stay what they are.</summary>
    public required KeyRingRefresher? KeyRefresher { get; init; }

    public required UnreadableProperties Hidden { get; init; }

    public required DroppedWriteCounter Ephemeral { get; init; }

    public required SessionMetrics Metrics { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>The same log, for what can happen with every request.</summary>
    public required LimitedLog Limited { get; init; }

    /// <summary>Compares the clock of this node with the store's; null where the store has none.</summary>
    public ClockWatch? Clock { get; init; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>When a client may try again after the store failed.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(2);
}
