namespace Azu.Sessions.Database.Tests;

/// <summary>The server answers, and its answer is no.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task An_exhausted_pool_fails_with_the_store_exception_and_recovers()
    {
        await using var node = await PostgresNode.StartAsync(connections: 1, more: "Timeout=1");
        await using (await node.DataSource.OpenConnectionAsync(PostgresNode.Token))
        {
            await Assert.ThrowsAsync<SessionStoreException>(async () => await node.Store.FindAsync(SessionId.New()));
        }
        Assert.Null(await node.Store.FindAsync(SessionId.New()));
    }

    [Fact]
    public async Task A_read_only_database_still_reads_and_says_why_it_does_not_write()
    {
        await using var node = await PostgresNode.StartAsync();
        await using var standby = await PostgresNode.StartAsync(o =>
            o.MigrateOnStart = false, schema: node.Schema, more: "Options=-c default_transaction_read_only=on");
        var session = await node.CreatedAsync();
        Assert.NotNull(await standby.Store.FindAsync(session.Id));
        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await standby.Store.UpdateAsync(session.Next(), session.Version));
        Assert.Contains("takes no writes", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Where the server's default is the strictest level, the losers of a race are undone by the server. The store tries again by itself.</summary>
    [Fact]
    public async Task Serialization_failures_are_repeated_within_the_store()
    {
        await using var node = await PostgresNode.StartAsync(more: "Options=-c default_transaction_isolation=serializable");
        for (var round = 0; round < 20; round++)
        {
            var session = await node.CreatedAsync();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8)
                .Select(_ => Task.Run(async () => (await node.Store.UpdateAsync(session.Next(), session.Version)).Outcome)));
            Assert.Equal(1, outcomes.Count(o => o == UpdateOutcome.Updated));
            Assert.Equal(7, outcomes.Count(o => o == UpdateOutcome.Conflict));
        }
    }

    /// <summary>One such row, asked for again and again, must not make the store look down to everybody else.</summary>
    [Theory]
    [InlineData("secret_hash = '\\x01'")]
    [InlineData("expires_at = 9223372036854775807")]
    [InlineData("indexes = '5'")]
    public async Task A_row_that_somebody_else_spoilt_is_unreadable_and_no_failure_of_the_database(string spoilt)
    {
        await using var node = await PostgresNode.StartAsync();
        var (session, other) = (await node.CreatedAsync(), await node.CreatedAsync());
        await node.DataSource.ExecuteAsync($"UPDATE {node.Schema}.sessions SET {spoilt} WHERE id = '\\x{session.Id}'");
        var failure = await Assert.ThrowsAsync<SessionUnreadableException>(async () => await node.Store.FindAsync(session.Id));
        Assert.Equal(session.Id, failure.SessionId);
        Assert.NotNull(await node.Store.FindAsync(other.Id));
    }

    [Fact]
    public async Task A_full_server_fails_with_the_store_exception()
    {
        await using var node = await PostgresNode.StartAsync(connections: 1, more: "Timeout=2");
        await using var other = SharedPostgres.NewDataSource(1);
        var role = SharedPostgres.NewSchema();
        await other.ExecuteAsync($"CREATE ROLE {role} LOGIN CONNECTION LIMIT 0; GRANT USAGE ON SCHEMA {node.Schema} TO {role}");
        await using var store = DatabaseNode.Create(SharedPostgres.NewDataSource(1, $"Username={role}"), new() { Schema = node.Schema });
        await Assert.ThrowsAsync<SessionStoreException>(async () => await store.FindAsync(SessionId.New()));
    }

    [Fact]
    public async Task A_subject_with_half_a_character_is_refused_and_not_stored_as_another()
    {
        await using var node = await PostgresNode.StartAsync();
        var session = SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "a\ud83d");
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await node.Store.CreateAsync(session));
        var shown = await node.CreatedAsync(SampleRecords.Anonymous(TimeProvider.System.GetUtcNow()) with { Client = new("a\ud83d", "b\udc00c") });
        Assert.Equal(new SessionClient("a\ufffd", "b\ufffdc"), (await node.Store.FindAsync(shown.Id))!.Client);
    }
}
