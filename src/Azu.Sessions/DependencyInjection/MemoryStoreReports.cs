namespace Azu.Sessions;

/// <summary>Counts and reports the sessions that the memory store ended by itself, because it was full or because they were over.</summary>
internal static class MemoryStoreReports
{
    public static void Connect<TData>(ISessionStore store, SessionEngine<TData> engine) where TData : notnull
    {
        var memory = (MemoryStore)store;
        memory.Evicted = record => Report(engine, record, SessionEndReason.Evicted);
        memory.Expired = record => Report(engine, record, SessionLifetime.WhyEnded(record));
    }

    private static void Report<TData>(SessionEngine<TData> engine, SessionRecord record, SessionEndReason reason) where TData : notnull
    {
        engine.Metrics.Ended(reason);
        // The write that made room does not wait for handlers; their exceptions are caught and logged by the dispatcher.
        _ = engine.Events.EndedAsync(record, reason).AsTask();
    }
}
