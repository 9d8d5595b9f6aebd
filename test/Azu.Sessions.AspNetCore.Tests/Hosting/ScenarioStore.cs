using Azu.Sessions;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>
/// The store on which the scenarios of this project run. The projects of other stores compile the scenarios again, beside a file of this name
/// that chooses theirs.
/// </summary>
internal static class ScenarioStore
{
    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder) where TData : notnull => builder.UseMemoryStore();
}
