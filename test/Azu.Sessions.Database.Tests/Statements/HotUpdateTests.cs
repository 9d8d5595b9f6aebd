namespace Azu.Sessions.Database.Tests;

/// <summary>What a touch costs in PostgreSQL: a new version of the row on its own page, and not one entry in an index.</summary>
public sealed class HotUpdateTests
{
    [Fact]
    public async Task Touches_and_updates_change_no_index()
    {
        const int Sessions = 100, Rounds = 20;
        // A database of its own: what other tests still look at would keep old rows in place, here as in a real server with long transactions.
        var database = SharedPostgres.NewSchema();
        await using (var server = SharedPostgres.NewDataSource(1)) await server.ExecuteAsync($"CREATE DATABASE {database}");
        await using var node = await PostgresNode.StartAsync(connections: 1, more: $"Database={database}");
        var sessions = new List<SessionRecord>();
        for (var i = 0; i < Sessions; i++) sessions.Add(await node.CreatedAsync(SampleRecords.Complete(TimeProvider.System.GetUtcNow())));

        for (var round = 1; round <= Rounds; round++)
        {
            for (var i = 0; i < Sessions; i++)
            {
                var session = sessions[i];
                Assert.True(await node.Store.TouchAsync(session.Id, session.LastSeenAt.AddMinutes(round), session.ExpiresAt.AddMinutes(round)));
                sessions[i] = session.Next("""{"n":"another payload"}""");
                Assert.Equal(UpdateOutcome.Updated, (await node.Store.UpdateAsync(sessions[i], session.Version)).Outcome);
            }
        }

        await node.DataSource.ExecuteAsync("SELECT pg_stat_force_next_flush()");
        var counts = await node.DataSource.ScalarAsync<long[]>($"SELECT ARRAY[n_tup_upd, n_tup_hot_upd] FROM pg_stat_user_tables WHERE schemaname = " +
            $"'{node.Schema}' AND relname = 'sessions'");
        Assert.Equal(2 * Sessions * Rounds, counts[0]);
        // Not all: now and then a page is full before its old rows are cleared away.
        Assert.True(counts[1] > counts[0] * 0.9, $"Of {counts[0]} updates only {counts[1]} were heap-only.");
    }
}
