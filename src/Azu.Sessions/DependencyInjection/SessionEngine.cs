using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// What <see cref="SessionComposition"/> has put together for one session type. Made once; holds no session. What serves a request gets its own parts of
/// it, and never this.
/// </summary>
internal sealed class SessionEngine<TData> : ISessionLoader where TData : notnull
{
    public required AzuSessionsOptions Options { get; init; }

    /// <summary>The store in all its wrappers.</summary>
    public required ISessionStore Store { get; init; }

    /// <summary>Null where the store cannot list.</summary>
    public required ISessionIndex? Index { get; init; }

    /// <summary>What the store notes about sessions; null where it cannot.</summary>
    public ISessionAudit? Audit { get; init; }

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

    /// <summary>Which self-contained cookies are refused; null: the store keeps sessions itself, or the application keeps no such list.</summary>
    public required RevocationList? Revocations { get; init; }

    public required SessionSerializer<TData> Json { get; init; }

    public required SessionCodec Codec { get; init; }

    public required SessionIndexes<TData> Indexes { get; init; }

    /// <summary>Lets the writers of one session on this node take turns.</summary>
    public required SessionTurns Turns { get; init; }

    public required SessionLoader<TData> Loader { get; init; }

    public required SessionOperations<TData> Operations { get; init; }

    public required SessionCreation<TData> Creation { get; init; }

    public required SessionRemoval<TData> Removal { get; init; }

    public required SubjectLimit<TData> Limit { get; init; }

    public required ExpirySweeper<TData> Sweeper { get; init; }

    public required PendingRemovals Removals { get; init; }

    /// <summary>Null where keys stay what they are.</summary>
    public required KeyRingRefresher? KeyRefresher { get; init; }

    public required SessionMetrics Metrics { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>The same log, for what can happen with every request.</summary>
    public required LimitedLog Limited { get; init; }

    /// <summary>Compares the clock of this node with the store's; null where the store has none.</summary>
    public ClockWatch? Clock { get; init; }

    /// <summary>The cookie by which a browser is known at sign-in; null: the application does not ask for it.</summary>
    public DeviceCookie? Devices { get; init; }

    /// <summary>What the forms of the device list prove themselves by.</summary>
    public required FormProof Forms { get; init; }

    /// <summary>Whether sessions need to know their client: for the binding, or for the device list.</summary>
    public required bool NeedsClient { get; init; }

    public TimeSpan RetryAfter => Operations.RetryAfter;

    /// <summary>Figures that this node has without asking the store.</summary>
    /// <param name="sessions">How many sessions the store has; null: unknown.</param>
    public SessionStatistics Statistics(long? sessions) => new(Store.Name, sessions, Removals.Count)
    {
        Circuits = Calls?.Circuits,
        ClockOffset = Clock?.Offset,
        NearCache = Node?.Statistics,
    };

    Type ISessionLoader.DataType => typeof(TData);

    bool ISessionLoader.HasNearCache => Node is not null;

    TimeSpan? ISessionLoader.WriteMarkerLifetime => Node?.WriteMarkerLifetime;

    IRequestSession ISessionLoader.New(ClientTraits? client) => Loader.New(client);

    ValueTask<IRequestSession> ISessionLoader.LoadAsync(ParsedToken presented, ClientTraits? client, StalenessPolicy policy,
        CancellationToken cancellationToken) =>
        Loader.LoadAsync(presented, client, policy, cancellationToken);
}
