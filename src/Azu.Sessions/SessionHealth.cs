namespace Azu.Sessions;

/// <summary>Whether the sessions of one type can be reached, for callers that do not know the type.</summary>
internal interface ISessionHealth
{
    /// <summary>The name of the session type.</summary>
    string TypeName { get; }

    /// <summary>Null for a store without circuits.</summary>
    SessionCircuits? Circuits { get; }

    /// <summary>The store's clock beside this node's; null where the store has none.</summary>
    ClockWatch? Clock { get; }

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

    public SessionCircuits? Circuits => engine.Calls?.Circuits;

    public ClockWatch? Clock => engine.Clock;

    public NearCacheStatistics? NearCache => engine.Node?.Statistics;

    public async ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        if (engine.Revocations is { } revocations) await revocations.ProbeAsync(cancellationToken);
        else await StoreProbe.AskAsync(engine.Store, cancellationToken);
    }
}
