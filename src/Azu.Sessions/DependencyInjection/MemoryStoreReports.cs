namespace Azu.Sessions;

/// <summary>Counts and reports the sessions that the memory store ended by itself, because it was full or because they were over.</summary>
internal static class MemoryStoreReports
{
    public static void Connect<TData>(ISessionStore store, SessionEngine<TData> engine) where TData : notnull
    {
        var memory = (MemoryStore)store;
        var notifier = engine.Operations.Notifier;
        // The write that made room does not wait for handlers; the dispatcher catches and logs their exceptions.
        memory.Evicted = record => _ = notifier.EndedAsync(record, SessionEndReason.Evicted).AsTask();
        memory.Expired = record => _ = notifier.EndedAsync(record, SessionLifetime.WhyEnded(record)).AsTask();
    }
}
