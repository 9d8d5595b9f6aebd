namespace Azu.Sessions.Scenarios.Tests;

/// <summary>A store on which the scenarios run.</summary>
public interface IScenarioStore
{
    /// <summary>Starts the server that all scenarios on this store share, unless it runs.</summary>
    static abstract Task StartAsync();

    /// <summary>Has an application keep its sessions in this store.</summary>
    /// <param name="sessions">The application's sessions.</param>
    /// <param name="place">A place for sessions that several applications can have; null: one of this application's own.</param>
    static abstract AzuSessionsBuilder<TData> Use<TData>(AzuSessionsBuilder<TData> sessions, string? place = null) where TData : notnull;
}

internal static class ScenarioStore
{
    public static AzuSessionsBuilder<TData> UseScenarioStore<TData, TStore>(this AzuSessionsBuilder<TData> sessions) where TData : notnull
        where TStore : IScenarioStore => TStore.Use(sessions);
}
