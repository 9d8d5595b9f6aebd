using System.Globalization;
using Azu.Sessions.AspNetCore.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(ScenarioPostgres))]

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The scenarios run on one PostgreSQL, each application in a schema of its own.</summary>
internal static class ScenarioStore
{
    private static int s_places;

    /// <summary>A place for sessions that several applications can have.</summary>
    public static string NewPlace() => string.Create(CultureInfo.InvariantCulture, $"app{Interlocked.Increment(ref s_places)}");

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder) where TData : notnull => builder.UseScenarioStore(NewPlace());

    public static AzuSessionsBuilder<TData> UseScenarioStore<TData>(this AzuSessionsBuilder<TData> builder, string place) where TData : notnull =>
        builder.UseDatabaseStore(ScenarioPostgres.DataSource, d =>
        {
            d.Schema = place;
            d.MigrateOnStart = true;
        });
}

/// <summary>The PostgreSQL of this run.</summary>
public sealed class ScenarioPostgres : IAsyncLifetime
{
    private PostgresServer? _server;

    public static NpgsqlDataSource DataSource { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        DataSource = NpgsqlDataSource.Create(_server.Connection);
    }

    public async ValueTask DisposeAsync()
    {
        if (DataSource is not null) await DataSource.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
