namespace Azu.Sessions;

/// <summary>A store and its index in all their wrappers. The order of the wrappers stands here.</summary>
/// <param name="Store">What sessions are kept in.</param>
/// <param name="Index">Null where the store cannot list.</param>
/// <param name="Calls">How the store is asked; null for a store in this process, which neither fails nor waits.</param>
/// <param name="Node">The near cache and what belongs to it; null without one.</param>
/// <param name="Presence">Tells which sessions have ended.</param>
/// <param name="Nodes">Notes which nodes keep copies; null where the store does not.</param>
internal sealed record StorePipeline(ISessionStore Store, ISessionIndex? Index, StoreCalls? Calls, ClusterNode? Node, ISessionPresence Presence,
    ISessionNodes? Nodes = null)
{
    /// <summary>A store in this process.</summary>
    public static StorePipeline Local(ISessionStore store, SessionMetrics metrics) =>
        new(new InstrumentedStore(store, metrics), store as ISessionIndex, null, null, store as ISessionPresence ?? new FoundPresence(store));

    /// <summary>A store that is asked over a network.</summary>
    /// <param name="store">The store.</param>
    /// <param name="resilience">How it is asked.</param>
    /// <param name="metrics">Where to count.</param>
    /// <param name="log">Where to tell.</param>
    /// <param name="join">Puts a near cache in front of it; null: none.</param>
    public static StorePipeline Remote(ISessionStore store, SessionResilienceOptions resilience, SessionMetrics metrics, LimitedLog log,
        Func<ISessionStore, ISessionNodes?, ClusterNode>? join = null)
    {
        var calls = new StoreCalls(resilience, store);
        ISessionStore shared = new CoalescingStore(new ResilientStore(store, calls, log));
        ISessionNodes? nodes = store is ISessionNodes notes ? new ResilientNodes(notes, calls) : null;
        var node = join?.Invoke(shared, nodes);
        ISessionIndex? index = store is ISessionIndex lists ? new ResilientIndex(lists, calls, resilience.IndexTimeout) : null;
        if (node is not null && index is not null) index = new NearCacheIndex(index, node.Cache);
        metrics.ObserveCircuits(store.Name, () => calls.Circuits);
        ISessionPresence presence = store is ISessionPresence own ? new ResilientPresence(own, calls) : new FoundPresence(shared);
        return new(new InstrumentedStore(node?.Cache ?? shared, metrics), index, calls, node, presence, nodes);
    }
}
