using System.Diagnostics;
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
            async () =>
            {
                await RunAsync(administrator, $"ALTER SYSTEM SET {setting} = {value}");
                await Eventually.HoldsAsync(() => RefusesAsync(administrator));
            },
            () => RunAsync(administrator, $"ALTER SYSTEM RESET {setting}"),
            canRemove);
    }

    /// <summary>Whether the setting is in force: the server reads it again when it gets to it, and only then refuses a write, or leaves it hanging.</summary>
    private static async Task<bool> RefusesAsync(NpgsqlDataSource administrator)
    {
        var started = Stopwatch.GetTimestamp();
        await using var command = administrator.CreateCommand("CREATE TABLE IF NOT EXISTS probe (at int); INSERT INTO probe VALUES (1)");
        command.CommandTimeout = 1;
        try
        {
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            return true;
        }

        return Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(0.9);
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
