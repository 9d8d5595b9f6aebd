using Npgsql;

namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>One PostgreSQL, each application in a schema of its own.</summary>
public sealed class OnPostgres : IScenarioStore
{
    private static readonly Lazy<Task<NpgsqlDataSource>> s_dataSource = new(async () =>
    {
        var server = ServersOfThisRun.Keep(await PostgresServer.StartAsync());
        return ServersOfThisRun.Keep(NpgsqlDataSource.Create(server.Connection));
    });

    public static Task StartAsync() => s_dataSource.Value;

    public static AzuSessionsBuilder<TData> Use<TData>(AzuSessionsBuilder<TData> sessions, string? place = null) where TData : notnull =>
        sessions.UseDatabaseStore(s_dataSource.Value.Result, d =>
        {
            d.Schema = place ?? Place.New();
            d.MigrateOnStart = true;
        });
}
