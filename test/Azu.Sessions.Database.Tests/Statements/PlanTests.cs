using System.Globalization;

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

        var (all, bySubject, byEntry) = (default(Selection), new Selection("user 1", null), new Selection(null, [1]));
        var write = new RowWrite(new SessionRow(SampleRecords.Anonymous(TimeProvider.System.GetUtcNow())));

        await UsesAsync("sessions_pkey", new FindStatement(sql).Row, default);
        await UsesAsync("sessions_pkey", new UpdateStatement(sql).Row, write);
        await UsesAsync("sessions_pkey", new TouchStatement(sql).Times, default);
        await UsesAsync("sessions_pkey", new RemoveStatement(sql).Row.Main, default);
        await UsesAsync("sessions_pkey", new FindEndedStatement(sql).Positions, new([], 0));
        await UsesAsync("sessions_pkey", SelectStatement.Rows(sql).For(all), all);
        await UsesAsync("sessions_subject", SelectStatement.Rows(sql).For(bySubject), bySubject);
        await UsesAsync("sessions_pkey", SelectStatement.Ids(sql).For(all), all);
        await UsesAsync("sessions_subject", SelectStatement.Ids(sql).For(bySubject), bySubject);
        await UsesAsync("sessions_entries_key", SelectStatement.Ids(sql).For(byEntry), byEntry);
        await UsesAsync("sessions_subject", SelectStatement.Count(sql).For(bySubject), bySubject);
        await UsesAsync("sessions_entries_key", SelectStatement.Rows(sql).For(byEntry), byEntry);
        await UsesAsync("sessions_sweep", new SweepStatement(sql).Postpone, default);
        await UsesAsync("sessions_sweep", new SweepStatement(sql).Remove.Main, default);

        async Task UsesAsync<T>(string index, SqlStatement<T> statement, T given)
        {
            await using var command = connection.CreateCommand();
            statement.Bind(sql.Values, command, in given);
            var types = string.Join(", ", command.Parameters.Select(parameter => parameter.DataTypeName));
            await connection.RowsAsync("SET plan_cache_mode = force_generic_plan; DEALLOCATE ALL");
            await connection.RowsAsync($"PREPARE asked ({types}) AS {statement.Text}");
            var plan = string.Join('\n', await connection.RowsAsync($"EXPLAIN EXECUTE asked ({string.Join(", ", command.Parameters.Select(_ => "NULL"))})"));
            Assert.Contains($" {index} ", plan, StringComparison.Ordinal);
            Assert.False(plan.Contains("Seq Scan on sessions", StringComparison.Ordinal), plan);
        }
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
