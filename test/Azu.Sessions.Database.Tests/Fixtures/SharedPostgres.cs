using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

[assembly: AssemblyFixture(typeof(Azu.Sessions.Database.Tests.SharedPostgres))]

namespace Azu.Sessions.Database.Tests;

/// <summary>One PostgreSQL for the whole run; each test has a schema of its own in it. Tests that hurt a server start their own.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private static PostgresServer? s_server;

    public static PostgresServer Server => s_server ?? throw new InvalidOperationException("The server of this run is not started yet.");

    /// <summary>A name that no other test has.</summary>
    public static string NewSchema() => "t_" + RandomNumberGenerator.GetHexString(12, lowercase: true);

    public static NpgsqlDataSource NewDataSource(int connections = 20, string more = "") =>
        NpgsqlDataSource.Create(string.Create(CultureInfo.InvariantCulture,
            $"{Server.Connection};Maximum Pool Size={connections};No Reset On Close=true;Cancellation Timeout=-1;{more}"));

    public async ValueTask InitializeAsync() => s_server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => s_server?.DisposeAsync() ?? default;
}
