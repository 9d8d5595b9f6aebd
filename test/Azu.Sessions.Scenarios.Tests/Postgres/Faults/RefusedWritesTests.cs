using Npgsql;

namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>A PostgreSQL that takes no writes still reads, and so does the application on it.</summary>
[Trait("Requirement", "R-96")]
public sealed class RefusedWritesTests
{
    [Fact]
    public Task A_PostgreSQL_that_is_read_only_signs_nobody_out() => ShowAsync("default_transaction_read_only", "on", canRemove: false);

    /// <summary>As a primary does whose only synchronous standby is gone.</summary>
    [Fact]
    public Task A_PostgreSQL_whose_commits_hang_signs_nobody_out() => ShowAsync("synchronous_standby_names", "'nobody'", canRemove: null);

    [Fact]
    public async Task Three_nodes_that_write_one_session_lose_nothing()
    {
        await using var server = await PostgresServer.StartAsync();
        await NodesWrite.ShowAsync(b => b.UseDatabaseStore(server.Connection, d => d.MigrateOnStart = true));
    }

    private static async Task ShowAsync(string setting, string value, bool? canRemove)
    {
        await using var server = await PostgresServer.StartAsync();
        await using var administrator = NpgsqlDataSource.Create(server.Connection);
        await RefusedWrites.ShowAsync(
            b => b.UseDatabaseStore(server.Connection, d => d.MigrateOnStart = true),
            () => RunAsync(administrator, $"ALTER SYSTEM SET {setting} = {value}"),
            () => RunAsync(administrator, $"ALTER SYSTEM RESET {setting}"),
            canRemove);
    }

    private static async Task RunAsync(NpgsqlDataSource administrator, string sql)
    {
        foreach (var statement in (string[])[sql, "SELECT pg_reload_conf()"])
        {
            await using var command = administrator.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }
}
