using System.Globalization;
using Npgsql;

namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>The server answers, and says no.</summary>
[Trait("Requirement", "R-95")]
public sealed class ExhaustedPoolTests : DisturbedPostgres
{
    /// <summary>The application itself takes every connection of a pool that it shares with its sessions.</summary>
    [Fact]
    public async Task Others_take_all_connections_of_the_pool()
    {
        await using var shared = NpgsqlDataSource.Create(string.Create(CultureInfo.InvariantCulture, $"{Connection};Maximum Pool Size=4"));
        _pool = shared;
        await DisturbAsync(async () =>
        {
            var taken = new List<NpgsqlConnection>();
            for (var i = 0; i < 4; i++) taken.Add(await shared.OpenConnectionAsync());
            await FaultAccount.PassAsync(Duration);
            foreach (var connection in taken) await connection.DisposeAsync();
        });
    }

    private NpgsqlDataSource? _pool;

    private protected override Task<FaultAccount> OpenAsync() =>
        FaultAccount.OpenAsync(b => b.UseDatabaseStore(_pool!, d => d.MigrateOnStart = true), customers: 8);
}

public sealed class ReadOnlyTests : DisturbedPostgres
{
    /// <summary>As a primary that became somebody's standby looks to those who stay connected.</summary>
    [Fact]
    public Task The_server_takes_no_writes_for_a_while() => DisturbAsync(async () =>
    {
        await using var administrator = NpgsqlDataSource.Create(Server.Connection);
        await SetAsync(administrator, "default_transaction_read_only", "on");
        await FaultAccount.PassAsync(Duration);
        await SetAsync(administrator, "default_transaction_read_only", "off");
    });

    private static async Task SetAsync(NpgsqlDataSource administrator, string setting, string value)
    {
        foreach (var sql in (string[])[$"ALTER SYSTEM SET {setting} = {value}", "SELECT pg_reload_conf()"])
        {
            await using var command = administrator.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}

public sealed class SerializationTests : DisturbedPostgres
{
    /// <summary>Where the strictest level is the server's default, it undoes what it cannot put in order; the store repeats that by itself.</summary>
    [Fact]
    public Task The_server_keeps_undoing_what_writers_do() => DisturbAsync(() => FaultAccount.PassAsync(Duration), fails: false);

    protected override Task<PostgresServer> StartServerAsync() => PostgresServer.StartAsync("default_transaction_isolation=serializable");
}
