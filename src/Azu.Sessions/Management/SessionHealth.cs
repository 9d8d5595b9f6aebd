namespace Azu.Sessions;

/// <summary>Whether the sessions of one type can be reached, for callers that do not know the type.</summary>
internal interface ISessionHealth
{
    /// <summary>The name of the session type.</summary>
    string TypeName { get; }

    /// <summary>Null for a store without a circuit breaker.</summary>
    SessionCircuitState? Circuit { get; }

    /// <summary>Null without a near cache.</summary>
    NearCacheStatistics? NearCache { get; }

    /// <summary>Asks the store.</summary>
    /// <exception cref="SessionStoreException">It does not answer.</exception>
    ValueTask ProbeAsync(CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class SessionHealth<TData>(SessionEngine<TData> engine) : ISessionHealth where TData : notnull
{
    public string TypeName => typeof(TData).Name;

    public SessionCircuitState? Circuit => engine.Calls?.State;

    public NearCacheStatistics? NearCache => engine.Node?.Statistics;

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => engine.Revocations?.ProbeAsync(cancellationToken) ?? StoreProbe.RunAsync(engine.Store, cancellationToken);
}
