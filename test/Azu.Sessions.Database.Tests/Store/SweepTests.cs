using System.Diagnostics;

namespace Azu.Sessions.Database.Tests;

/// <summary>Expired rows go in the background, and nobody waits for that.</summary>
[Trait("Requirement", "R-73")]
public sealed class SweepTests
{
    private static readonly int s_expired = Tier.IsSoak ? 1_000_000 : 10_000;

    [Fact]
    public async Task Rows_that_somebody_holds_are_skipped_and_taken_the_next_time()
    {
        var time = new ManualTimeProvider();
        await using var node = await PostgresNode.StartAsync(time: time);
        var sessions = new List<SessionRecord>();
        for (var i = 0; i < 10; i++) sessions.Add(await node.CreatedAsync(SampleRecords.Anonymous(time.GetUtcNow())));
        time.Advance(TimeSpan.FromHours(2));

        await using var other = await node.DataSource.OpenConnectionAsync(PostgresNode.Token);
        await using (var transaction = await other.BeginTransactionAsync(PostgresNode.Token))
        {
            await other.RowsAsync(
                $"SELECT subject FROM (SELECT '' AS subject FROM {node.Schema}.sessions WHERE id = '\\x{sessions[3].Id}' FOR UPDATE) AS held");
            var removed = await node.Store.RemoveExpiredAsync(100);
            Assert.Equal(sessions.Where(s => s.Id != sessions[3].Id).Select(s => s.Id).Order(), removed.Records.Select(s => s.Id).Order());
        }
        Assert.Equal(sessions[3].Id, Assert.Single((await node.Store.RemoveExpiredAsync(100)).Records).Id);
    }

    [Fact]
    public async Task One_node_sweeps_at_a_time()
    {
        var time = new ManualTimeProvider();
        await using var node = await PostgresNode.StartAsync(time: time);
        await node.CreatedAsync(SampleRecords.Anonymous(time.GetUtcNow()));
        time.Advance(TimeSpan.FromHours(2));

        var dialect = new PostgresDialect(new TableNames("sessions", node.Schema), new DatabaseStoreOptions());
        await using var other = await node.DataSource.OpenConnectionAsync(PostgresNode.Token);
        await using (var transaction = await other.BeginTransactionAsync(PostgresNode.Token))
        {
            await using var command = other.CreateCommand();
            command.CommandText = dialect.SweepLock;
            Assert.Equal(true, await command.ExecuteScalarAsync(PostgresNode.Token));
            Assert.Empty((await node.Store.RemoveExpiredAsync(100)).Records);
        }
        Assert.Single((await node.Store.RemoveExpiredAsync(100)).Records);
    }

    [Fact]
    public async Task Sessions_that_were_used_are_put_off_in_batches_and_swept_when_they_end()
    {
        var time = new ManualTimeProvider();
        await using var node = await PostgresNode.StartAsync(time: time);
        var now = time.GetUtcNow().UtcTicks;
        // As after a busy hour: 3000 rows that were due at their first expiry, and have been touched since.
        await node.DataSource.ExecuteAsync($"""
            INSERT INTO {node.Schema}.sessions (id, version, write_id, generation, secret_hash, created_at, last_seen_at, expires_at, payload, sweep_at)
            SELECT substr(sha256(n::text::bytea), 1, 16), 1, n, 0, sha256(n::text::bytea), {now}, {now}, {now + TimeSpan.TicksPerHour}, '', {now - TimeSpan.TicksPerHour} FROM generate_series(1, 3000) AS n
            """);
        Assert.Empty((await node.Store.RemoveExpiredAsync(500)).Records);
        Assert.Equal(0, await node.DataSource.ScalarAsync<long>($"SELECT count(*) FROM {node.Schema}.sessions WHERE sweep_at < expires_at"));
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(500, (await node.Store.RemoveExpiredAsync(500)).Records.Count);
    }

    [Fact]
    public async Task Two_nodes_sweep_beside_live_traffic_and_each_end_is_reported_once()
    {
        await using var node = await PostgresNode.StartAsync();
        await using var second = await PostgresNode.StartAsync(schema: node.Schema);
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        await node.DataSource.ExecuteAsync($"""
            INSERT INTO {node.Schema}.sessions (id, version, write_id, generation, secret_hash, created_at, last_seen_at, expires_at, payload, sweep_at)
            SELECT substr(sha256(n::text::bytea), 1, 16), 1, n, 0, sha256(n::text::bytea), {now}, {now}, {now - TimeSpan.TicksPerHour}, '\x7b7d', {now - TimeSpan.TicksPerHour} FROM generate_series(1, {s_expired}) AS n
            """);
        var live = await node.CreatedAsync();
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        long swept = 0, requests = 0;
        var slowest = TimeSpan.Zero;
        var sweeping = Task.WhenAll(SweepAsync(node.Store), SweepAsync(second.Store));
        while (!sweeping.IsCompleted)
        {
            var since = Stopwatch.GetTimestamp();
            var current = await node.Store.FindAsync(live.Id);
            Assert.Equal(UpdateOutcome.Updated, (await node.Store.UpdateAsync(current!.Next(), current!.Version)).Outcome);
            var took = Stopwatch.GetElapsedTime(since);
            if (took > slowest) slowest = took;
            requests++;
        }
        await sweeping;

        Assert.Equal(s_expired, swept);
        Assert.Equal(1, await node.Store.CountAsync(SessionQuery.All));
        Assert.True(requests > 10, $"Only {requests} requests got through beside the sweep.");
        // A generous bound, for a busy machine: what waited for a lock of the sweep would wait for its whole end.
        Assert.True(slowest < TimeSpan.FromSeconds(2), $"A request beside the sweep took {slowest}.");
        var held = GC.GetTotalMemory(forceFullCollection: true) - memory;
        Assert.True(held < 50 << 20, $"{held} bytes are held after the sweep.");

        async Task SweepAsync(DatabaseStore store)
        {
            while (Interlocked.Read(ref swept) < s_expired)
            {
                var removed = await store.RemoveExpiredAsync(500, PostgresNode.Token);
                Interlocked.Add(ref swept, removed.Records.Count);
            }
        }
    }
}
