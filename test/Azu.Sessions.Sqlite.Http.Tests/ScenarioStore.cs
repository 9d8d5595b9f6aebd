using System.Globalization;
using Azu.Sessions.AspNetCore.Tests;

[assembly: AssemblyFixture(typeof(ScenarioFiles))]

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The scenarios run on SQLite, each application on a file of its own.</summary>
internal static class ScenarioStore
{
    private static int s_places;

    /// <summary>A place for sessions that several applications can have.</summary>
    public static string NewPlace() => string.Create(CultureInfo.InvariantCulture, $"app{Interlocked.Increment(ref s_places)}");

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder) where TData : notnull => builder.UseScenarioStore(NewPlace());

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder, string place) where TData : notnull =>
        builder.UseDatabaseStore($"Data Source={ScenarioFiles.Directory.File(place + ".db")}", d => d.MigrateOnStart = true);
}

/// <summary>The files of this run.</summary>
public sealed class ScenarioFiles : IDisposable
{
    public static TemporaryDirectory Directory { get; } = new();

    public void Dispose() => Directory.Dispose();
}
