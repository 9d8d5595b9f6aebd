using System.Globalization;

namespace Azu.Sessions.Database.Tests;

/// <summary>A number of sessions without counting them.</summary>
public sealed class EstimateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("postgresql")]
    [InlineData("sqlite")]
    public async Task Few_sessions_are_counted(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var store = database.NewStore(migrate: true);
        Assert.Equal(new SessionEstimate(0, TimeSpan.Zero), await store.EstimateCountAsync(Token));
        Assert.True(await store.CreateAsync(SampleRecords.Anonymous(TimeProvider.System.GetUtcNow()), Token));
        Assert.Equal(new SessionEstimate(1, TimeSpan.Zero), await store.EstimateCountAsync(Token));
    }

    [Fact]
    public async Task Many_sessions_are_what_the_server_counted_last_and_unknown_before_that()
    {
        const int Rows = 12_345;
        await using var node = await PostgresNode.StartAsync();
        // Nothing but the test is to count.
        await node.DataSource.ExecuteAsync($"ALTER TABLE {node.Schema}.sessions SET (autovacuum_enabled = off)");
        await node.DataSource.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO {node.Schema}.sessions (id, version, write_id, generation, secret_hash, created_at, last_seen_at, expires_at, payload, sweep_at)
            SELECT substr(sha256(n::text::bytea), 1, 16), 1, n, 0, sha256(n::text::bytea), 1, 1, 1, '', 1 FROM generate_series(1, {Rows}) AS n
            """));
        Assert.Null(await node.Store.EstimateCountAsync(Token));
        await node.DataSource.ExecuteAsync($"ANALYZE {node.Schema}.sessions; SELECT pg_stat_force_next_flush()");
        var estimate = await node.Store.EstimateCountAsync(Token);
        Assert.Equal(Rows, estimate!.Value.Count);
        Assert.InRange(estimate.Value.Age, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }
}
