using System.Globalization;
using Npgsql;

namespace Azu.Sessions.Database.Tests;

/// <summary>Which way PostgreSQL takes to the rows, where there are many.</summary>
public sealed class PlanTests
{
    private static readonly int s_rows = Tier.IsSoak ? 1_000_000 : 20_000;

    [Fact]
    public async Task Every_statement_goes_by_an_index()
    {
        await using var node = await PostgresNode.StartAsync();
        await FillAsync(node);
        var sql = new PostgresDialect(new TableNames("sessions", node.Schema), new DatabaseStoreOptions { Schema = node.Schema });
        await using var connection = await node.DataSource.OpenConnectionAsync(PostgresNode.Token);

        await UsesAsync(connection, "sessions_pkey", sql.Find, "bytea, bigint");
        await UsesAsync(connection, "sessions_pkey", sql.Update,
            "bytea, bigint, bigint, integer, bytea, bytea, bigint, bigint, bigint, bigint, bigint, bigint, text, jsonb, text, text, bytea, bytea, bigint, " +
            "boolean, bigint, bigint, bigint, bigint");
        await UsesAsync(connection, "sessions_pkey", sql.Touch, "bytea, bigint, bigint, bigint");
        await UsesAsync(connection, "sessions_pkey", sql.Remove.Main, "bytea, bigint, bytea");
        await UsesAsync(connection, "sessions_pkey", sql.FindEnded, "bytea[], text[], bigint");
        await UsesAsync(connection, "sessions_pkey", sql.List(false, false), "bytea, bigint, bigint");
        await UsesAsync(connection, "sessions_subject", sql.List(true, false), "bytea, bigint, bigint, text");
        await UsesAsync(connection, "sessions_pkey", sql.ListIds(false, false), "bytea, bigint");
        await UsesAsync(connection, "sessions_subject", sql.ListIds(true, false), "bytea, bigint, text");
        await UsesAsync(connection, "sessions_entries_key", sql.ListIds(false, true), "bytea, bigint, bytea");
        await UsesAsync(connection, "sessions_subject", sql.Count(true, false), "bigint, text");
        await UsesAsync(connection, "sessions_entries_key", sql.List(false, true), "bytea, bigint, bigint, bytea");
        await UsesAsync(connection, "sessions_sweep", sql.Postpone, "bigint, bigint");
        await UsesAsync(connection, "sessions_sweep", sql.Sweep.Main, "bigint, bigint");
    }

    private static async Task UsesAsync(NpgsqlConnection connection, string index, string sql, string parameters)
    {
        await connection.RowsAsync("SET plan_cache_mode = force_generic_plan; DEALLOCATE ALL");
        await connection.RowsAsync($"PREPARE asked ({parameters}) AS {sql}");
        var plan = string.Join('\n', await connection.RowsAsync($"EXPLAIN EXECUTE asked ({string.Join(", ", parameters.Split(", ").Select(_ => "NULL"))})"));
        Assert.Contains($" {index} ", plan, StringComparison.Ordinal);
        Assert.False(plan.Contains("Seq Scan on sessions", StringComparison.Ordinal), plan);
    }

    private static Task FillAsync(PostgresNode node)
    {
        var rows = s_rows.ToString(CultureInfo.InvariantCulture);
        var now = TimeProvider.System.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture);
        return node.DataSource.ExecuteAsync($$"""
            INSERT INTO {{node.Schema}}.sessions (id, version, write_id, generation, secret_hash, created_at, last_seen_at, expires_at, subject, payload, sweep_at)
            SELECT substr(sha256(n::text::bytea), 1, 16), 1, n, 0, sha256(n::text::bytea), {{now}}, {{now}}, {{now}} + n, 'user ' || n % 5000, '\x7b7d', {{now}} + n FROM generate_series(1, {{rows}}) AS n;
            INSERT INTO {{node.Schema}}.sessions_entries (id, key) SELECT id, sha256((write_id % 100)::text::bytea) FROM {{node.Schema}}.sessions;
            ANALYZE {{node.Schema}}.sessions; ANALYZE {{node.Schema}}.sessions_entries;
            """);
    }
}
