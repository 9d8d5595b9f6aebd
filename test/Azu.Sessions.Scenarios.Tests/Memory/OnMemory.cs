using System.Collections.Concurrent;

namespace Azu.Sessions.Scenarios.Tests.Memory;

/// <summary>The memory store of each application, or one that several have.</summary>
public sealed class OnMemory : IScenarioStore
{
    private static readonly ConcurrentDictionary<string, MemoryStore> s_stores = new(StringComparer.Ordinal);

    public static Task StartAsync() => Task.CompletedTask;

    public static AzuSessionsBuilder<TData> Use<TData>(AzuSessionsBuilder<TData> sessions, string? place = null) where TData : notnull =>
        place is null ? sessions.UseMemoryStore() : sessions.UseStore(s_stores.GetOrAdd(place, _ => new(new(), TimeProvider.System)));
}
