namespace Azu.Sessions;

/// <summary>Refuses, at start-up, options that need more than the store can do.</summary>
internal static class StoreCapabilityValidator
{
    /// <summary>Whether every restart of this process ends all sessions.</summary>
    public static bool EndsWithTheProcess(ISessionStore store) =>
        !store.Capabilities.HasFlag(SessionCapabilities.Durable) && !store.Capabilities.HasFlag(SessionCapabilities.Shared);

    /// <param name="store">The store.</param>
    /// <param name="chosen">The preset that the application chose by name; null: none, and then no store is refused for its environment.</param>
    /// <param name="options">The options.</param>
    /// <param name="hasIndexes">Whether sessions are listed by values of their data.</param>
    /// <param name="nearCache">How nodes keep copies; null: they keep none.</param>
    /// <exception cref="InvalidOperationException">The store does not fit; the message says why.</exception>
    public static void Check(ISessionStore store, SessionPreset? chosen, AzuSessionsOptions options, bool hasIndexes, NearCacheOptions? nearCache)
    {
        var has = store.Capabilities;
        if (chosen is { } preset && PresetDefaults.IsHardened(preset) && EndsWithTheProcess(store))
            throw Refuse(store, $"the preset {preset} needs a store that survives a restart; with this one every deploy signs everybody out");
        if (chosen == SessionPreset.Clustered && !has.HasFlag(SessionCapabilities.Shared))
            throw Refuse(store, "the preset Clustered needs a store that all nodes share");
        if (has.HasFlag(SessionCapabilities.Index) && store is not ISessionIndex)
            throw Refuse(store, "it claims SessionCapabilities.Index but does not implement ISessionIndex");
        if (store is SelfContainedWrites && options.OnOverwrite == OverwriteMode.Throw)
            throw Refuse(store, "OnOverwrite.Throw needs a store that compares versions; in cookies the last write wins");
        if (nearCache is not null && (store is SelfContainedWrites || !has.HasFlag(SessionCapabilities.Shared)))
            throw Refuse(store, "WithNearCache keeps copies of what nodes share, and this store is not shared: its sessions are in this process, on this " +
                "machine, or with the clients");
        if (nearCache is { NeedsLease: true } && store is not IAnnouncingStore)
            throw Refuse(store, $"copies that live longer than MaxRevocationLag ({nearCache.MaxRevocationLag}) need a store that announces changes, and " +
                $"this one does not. Leave TimeToLive ({nearCache.TimeToLive}) unset: copies then end in time by themselves");
        if (options.OnStoreFailure == StoreFailureMode.ServeStale && nearCache is null)
            throw Refuse(store, "OnStoreFailure.ServeStale needs a near cache (WithNearCache), which keeps the copies to serve");
        if (options.AbsoluteTimeout is null && hasIndexes)
            throw Refuse(store, "IndexBy needs AbsoluteTimeout, which is null: the entry of a session in a list lives until its absolute end");
        if (options.AbsoluteTimeout is null && options.MaxSessionsPerSubject is not null)
            throw Refuse(store, "MaxSessionsPerSubject needs AbsoluteTimeout, which is null: only a session with an absolute end can have a subject");
        if (has.HasFlag(SessionCapabilities.Index)) return;
        if (options.MaxSessionsPerSubject is not null) throw Refuse(store, "MaxSessionsPerSubject needs a store that lists sessions by subject");
        if (hasIndexes) throw Refuse(store, "IndexBy needs a store that lists sessions");
    }

    /// <summary>The same for a list of revocations beside the cookie store.</summary>
    /// <exception cref="InvalidOperationException">The options do not fit.</exception>
    public static void CheckRevocations(AzuSessionsOptions options)
    {
        if (options.AbsoluteTimeout is null)
            throw new InvalidOperationException("RevokeIn needs AbsoluteTimeout, which is null: the list keeps what it refuses until the absolute end of " +
                "the cookie. Set AbsoluteTimeout.");
    }

    private static InvalidOperationException Refuse(ISessionStore store, string why) =>
        new($"The session store '{store.Name}' does not fit: {why}. Choose another store, or change that setting.");
}
