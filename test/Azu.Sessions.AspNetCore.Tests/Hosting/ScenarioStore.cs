using System.Collections.Concurrent;
using System.Globalization;
using Azu.Sessions;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>
/// The store on which the scenarios of this project run. The projects of other stores compile the scenarios again, beside a file of this name
/// that chooses theirs.
/// </summary>
internal static class ScenarioStore
{
    private static readonly ConcurrentDictionary<string, MemoryStore> s_stores = new(StringComparer.Ordinal);

    private static int s_places;

    /// <summary>A place for sessions that several applications can have.</summary>
    public static string NewPlace() => string.Create(CultureInfo.InvariantCulture, $"app{Interlocked.Increment(ref s_places)}");

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder) where TData : notnull => builder.UseMemoryStore();

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder, string place) where TData : notnull =>
        builder.UseStore(s_stores.GetOrAdd(place, _ => new(new(), TimeProvider.System)));
}
